package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is counted where a file's form changes on the way, and where the file ends within a line. */
class ChaptersTest {
    private static final String LOG4J = """
            2024-05-01 10:00:00,001 INFO  [main] a.A: up
            2024-05-01 10:00:01,001 WARN  [main] a.A: slow
            2024-05-01 10:00:02,001 INFO  [main] a.A: fine
            2024-05-01 10:00:03,001 ERROR [main] a.A: bad
            """;
    private static final String BRACKET = """
            [2024-05-01 10:00:00] INFO  up
            [2024-05-01 10:00:01] WARN  slow
            [2024-05-01 10:00:02] INFO  fine
            """;
    private static final String TRACE = """
            2024-05-01 10:00:04,001 ERROR [main] a.A: bad
            java.lang.IllegalStateException: x
            \tat a.B.c(B.java:1)
            Caused by: java.io.IOException: y
            \tat a.B.d(B.java:2)
            \t... 2 more
            """;

    private static Map<String, Long> counts(String file) {
        return FormFile.count(file.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void many_lines_that_no_record_goes_on_with_elsewhere_are_records() {
        assertThat(counts(LOG4J + "a line of text\nanother one\n".repeat(3)))
                .isEqualTo(Map.of("INFO", 2L, "WARN", 1L, "ERROR", 1L, "NONE", 6L));
        assertThat(counts(LOG4J + "Start-Date: now\nEnd-Date: then\n\n".repeat(4) + LOG4J))
                .isEqualTo(Map.of("INFO", 4L, "WARN", 2L, "ERROR", 2L, "NONE", 8L));
        assertThat(counts(LOG4J + "    2024/05/01 10:00:00 [I] x\n".repeat(6)))
                .isEqualTo(Map.of("INFO", 2L, "WARN", 1L, "ERROR", 1L, "NONE", 6L));
    }

    @Test
    void lines_before_records_that_start_as_none_before_are_records_wherever_they_stand_again() {
        assertThat(counts(LOG4J + "time level text\n" + BRACKET + "time level text\n" + BRACKET))
                .isEqualTo(Map.of("INFO", 6L, "WARN", 3L, "ERROR", 1L, "NONE", 2L));
    }

    @Test
    void a_log_without_levels_that_is_followed_by_blocks_is_counted() {
        String blocks = """
            <log4j:event logger="a" timestamp="1" level="INFO" thread="main">
            <log4j:message>x</log4j:message>
            </log4j:event>
            """.repeat(4);
        assertThat(counts("time,level,text\n" + LOG4J + blocks))
                .isEqualTo(Map.of("INFO", 6L, "WARN", 1L, "ERROR", 1L, "NONE", 1L));
        assertThat(counts(blocks)).isEqualTo(Map.of("INFO", 4L));
    }

    @Test
    void stack_traces_and_short_messages_of_several_lines_are_parts_of_their_records() {
        assertThat(counts(LOG4J + TRACE + LOG4J + TRACE)).isEqualTo(Map.of("INFO", 4L, "WARN", 2L, "ERROR", 4L));
        assertThat(counts(LOG4J + TRACE + BRACKET)).containsEntry("ERROR", 2L);
        assertThat(counts(LOG4J + "select a\nfrom b\nwhere c = 1\n" + LOG4J)).doesNotContainKey("NONE");
        String dump = "key = value\n".repeat(20);
        assertThat(counts(LOG4J + dump + LOG4J + dump + LOG4J)).doesNotContainKey("NONE");
    }

    @Test
    void times_behind_blanks_a_number_or_a_word_start_records() {
        assertThat(counts(LOG4J + "  1000:20240501:100000.000 x\n  1001:20240501:100001.000 y\n"))
                .containsEntry("NONE", 2L);
        assertThat(counts(LOG4J + "[ info] [1714557600.000000000]: x\n")).containsEntry("NONE", 1L);
        assertThat(counts(LOG4J + "info  [2024-05-01 10:00:00.000 Z] x\n")).containsEntry("NONE", 1L);
    }

    @Test
    void lines_at_the_heads_end_go_on_behind_it() {
        String text = LOG4J + "a line of text\n".repeat(10_000);
        assertThat(text.length()).isGreaterThan(2 * FormatFinder.HEAD);
        assertThat(counts(text)).containsEntry("NONE", 10_000L);
    }

    @Test
    void a_heading_that_is_the_heads_last_line_makes_no_record_of_what_follows() {
        String end = "time level text\n";
        StringBuilder text = new StringBuilder(LOG4J + end + BRACKET);
        while (text.length() + 2 * BRACKET.length() < FormatFinder.HEAD) {
            text.append(BRACKET);
        }
        text.append("[2024-05-01 10:00:03] INFO  ");
        int left = FormatFinder.HEAD - text.length() - 1 - end.length();
        String head = text + "x".repeat(left) + "\n";
        String file = head + end + "select a\n".repeat(5) + BRACKET;
        assertThat(file.substring(0, FormatFinder.HEAD)).endsWith(end);
        assertThat(counts(file)).containsEntry("NONE", 2L);
    }

    /** ERR of ERREUR, FIN of FINE, FINE of FINEST. */
    /** What the page says of a form that begins where nobody looks: levels are missed, never guessed. */
    @Test
    void a_form_that_begins_behind_the_head_counts_where_its_lines_show_their_level_by_themselves() {
        String head = LOG4J.repeat(2 * FormatFinder.HEAD / LOG4J.length());
        Map<String, Long> ofHead = counts(head);
        assertThat(without(counts(head + BRACKET.repeat(2)), ofHead)).isEqualTo(Map.of("INFO", 4L, "WARN", 2L));
        assertThat(without(counts(head + "2024-05-01 10:00:04 info: up\n2024-05-01 10:00:05 error: bad\n"), ofHead))
                .isEqualTo(Map.of("NONE", 2L));
        assertThat(without(counts(head + "<info> app: up\n<error> app: bad\n".repeat(9)), ofHead))
                .isEmpty();
    }

    private static Map<String, Long> without(Map<String, Long> counts, Map<String, Long> others) {
        Map<String, Long> rest = new TreeMap<>(counts);
        others.forEach((level, count) -> rest.merge(level, -count, Long::sum));
        rest.values().removeIf(count -> count == 0);
        return rest;
    }

    @Test
    void a_word_that_the_files_end_cuts_off_is_no_level() {
        String file = "mai 01, 2024 10:00:00 AM com.acme.App run\nINFOS: x\n".repeat(3)
                + "mai 01, 2024 10:00:01 AM com.acme.App run\n";
        assertThat(counts(file + "ERR")).isEqualTo(Map.of("INFO", 3L, "NONE", 1L));
        assertThat(counts(LOG4J + "2024-05-01 10:00:05,001 FATAL"))
                .isEqualTo(counts(LOG4J + "2024-05-01 10:00:05,001 x"));
    }

    @Test
    void a_last_line_that_only_lacks_its_end_is_as_any_other() {
        assertThat(counts(LOG4J.strip())).isEqualTo(counts(LOG4J));
        String logfmt = "time=2024-05-01T10:00:00Z msg=x level=warn\n".repeat(3);
        assertThat(counts(logfmt.strip())).isEqualTo(Map.of("WARN", 3L));
    }
}
