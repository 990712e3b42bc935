package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels at a fixed byte are read another way than the others; it must not be seen in the counts. */
class FastWayTest {
    private static final String INFO = "2024-05-01 10:00:00,001 INFO  [main] a.B: x";

    @Test
    void a_line_whose_header_differs_is_read_by_the_general_rules() {
        List<String> lines = new ArrayList<>(Collections.nCopies(50, INFO));
        lines.add("2024-05-01 10:00:00;001 WARN  [main] a.B: another mark in the header");
        lines.add("2024-05-01 10:00:0:,001 lower than a digit, ERROR  x");
        lines.add("2024-05-01 10:00:00,001 CRITICAL a word of eight letters");
        lines.add("2024-05-01 10:00:00,001 INFORMATIONAL and one of thirteen");
        lines.add("2024-05-01 10:00:00,001 LOG without a colon is no level");
        lines.add("2024-05-01 10:00:00,001 SYSTEM is going down");
        lines.add("2024-05-01 10:00:00,001 Error in small letters");
        lines.add("2024-05-01 10:00:00,001 WARN");
        assertThat(Levels.of(lines.toArray(String[]::new)))
                .isEqualTo(Map.of("INFO", 51L, "WARN", 2L, "CRITICAL", 1L, "NONE", 4L));
    }

    @Test
    void a_pattern_is_asked_for_every_line() {
        List<String> lines = new ArrayList<>(Collections.nCopies(50, INFO));
        lines.add("3024-05-01 10:00:00,001 INFO  [main] a.B: another millennium");
        FormatFinder finder = FormatFinder.pattern(Pattern.compile("^2\\S+ \\S+ (?<level>\\w+)"));
        assertThat(Levels.with(finder, true, lines.toArray(String[]::new)).get("INFO"))
                .isEqualTo(50L);
    }

    @Test
    void small_letters_before_one_blank_are_no_level_even_where_levels_stand() {
        List<String> lines = new ArrayList<>(Collections.nCopies(50, "2016-09-28 04:30:30 Info  CBS  Loaded"));
        lines.add("2016-09-28 04:30:30 Error stack was loaded");
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("INFO", 50L, "NONE", 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INFO,
                "081109 203615 148 INFO dfs.DataNode$PacketResponder: x",
                "{\"ts\":1,\"level\":\"info\",\"msg\":\"x\"}",
                "{\"level\":30,\"time\":1531171074631,\"msg\":\"hello \\\"world\\\"\"}",
                "{\"log\":\"2024-05-01 10:00:00,001 WARN  x \\n\",\"stream\":\"stdout\"}",
                "{\"@timestamp\":\"2024-05-01T10:00:00Z\",\"log\":{\"level\":\"error\"},\"a\":[1,{\"b\":2}]}",
                "time=2024-05-01T10:00:00Z level=warn msg=\"x\"",
                "no level at all"
            })
    void no_record_costs_memory(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        LineFormat format = FormatFinder.any().find(bytes, bytes.length, true);
        LineMatch match = new LineMatch();
        classify(format, bytes, match);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        classify(format, bytes, match);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }

    private static void classify(LineFormat format, byte[] bytes, LineMatch match) {
        for (int i = 0; i < 1000; i++) {
            format.classify(bytes, 0, bytes.length, 0, match);
        }
    }
}
