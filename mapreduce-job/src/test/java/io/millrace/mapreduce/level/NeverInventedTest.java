package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A word of a message is no level wherever it happens to stand, and no record vanishes where a file's form changes. */
class NeverInventedTest {
    private static Map<String, Long> twelve(String line) {
        return Levels.of(twelveOf(line).toArray(String[]::new));
    }

    private static List<String> twelveOf(String line) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            lines.add(line.replace("#", Integer.toString(10 + i)));
        }
        return lines;
    }

    @Test
    void a_word_of_the_message_at_one_place_in_all_lines_is_no_level() {
        for (String line : List.of(
                "May  1 10:00:# host sshd[10#]: pam_unix(sshd:auth): authentication failure; logname= uid=0",
                "Wed May  1 10:00:# 2024 [pid 10#] [user#] FAIL LOGIN: Client \"10.0.0.#\"",
                "2024-05-01 10:00:# TLS Error: TLS handshake failed for peer #",
                "2024-05-01 10:00:# HTTP Error: 404",
                "2024-05-01 10:00:# connection error from 10.0.0.#",
                "May  1 10:00:# gw link warning on port #",
                "2024-05-01 10:00:# SUCCESS LOGIN user#",
                "10.0.0.# - - [01/May/2024:10:00:# +0000] \"GET /ERROR HTTP/1.1\" 200 ERROR",
                "10.0.0.# - - [01/May/2024:10:00:# +0000] \"ERROR / HTTP/1.1\" 400 0")) {
            assertThat(twelve(line)).as(line).isEqualTo(Map.of("NONE", 12L));
        }
    }

    @Test
    void a_pair_a_bracket_or_a_column_in_a_sentence_is_no_header() {
        for (String line : List.of(
                "2024-05-01 10:00:# app[12]: severity=critical is a filter",
                "{\"msg\":\"severity=critical is a filter\",\"n\":#}",
                "05/01/24 10:00:# (pid:12#) got [ERROR] from a peer",
                "05/01/2024 10:00:#;0100;Job;4#.host;the ERROR is gone")) {
            assertThat(twelve(line)).as(line).isEqualTo(Map.of("NONE", 12L));
        }
        List<String> named = twelveOf("2024-05-01 10:00:# worker [INFO] no error was found");
        named.add("2024-05-01 10:00:33 worker [ERROR] disk 7 is full");
        assertThat(Levels.of(named.toArray(String[]::new))).isEqualTo(Map.of("INFO", 12L, "ERROR", 1L));
    }

    @Test
    void a_bracket_in_a_sentence_that_json_wraps_is_none_and_one_of_a_header_is() {
        for (String wrap : List.of(
                "{\"message\":\"@\"}",
                "{\"log\":\"@\\n\",\"stream\":\"stdout\"}",
                "{\"log\":\"{\\\"msg\\\":\\\"@\\\"}\"}")) {
            List<String> lines = twelveOf(wrap.replace("@", "05/01/24 10:00:# (pid:12#) got [ERROR] from a peer"));
            assertThat(Levels.of(lines.toArray(String[]::new))).as(wrap).isEqualTo(Map.of("NONE", 12L));
            lines = twelveOf(wrap.replace("@", "2024-05-01 10:00:# worker [INFO] no error was found"));
            lines.add(wrap.replace("@", "2024-05-01 10:00:33 worker [ERROR] disk 7 is full"));
            assertThat(Levels.of(lines.toArray(String[]::new))).as(wrap).isEqualTo(Map.of("INFO", 12L, "ERROR", 1L));
            assertThat(Levels.with(FormatFinder.json(), true, lines.toArray(String[]::new)))
                    .as(wrap)
                    .isEqualTo(Map.of("INFO", 12L, "ERROR", 1L));
            lines = twelveOf(wrap.replace("@", "2024-05-01 10:00:# Error: disk # is full"));
            lines.add(wrap.replace("@", "2024-05-01 10:00:33 Debug: disk 7 is full"));
            lines.addAll(twelveOf(wrap.replace("@", "2024-05-01 10:00:# all shards are ready")));
            assertThat(Levels.of(lines.toArray(String[]::new))).as(wrap).isEqualTo(Map.of("NONE", 25L));
        }
    }

    @Test
    void objects_behind_a_header_are_read_as_those_that_are_lines() {
        List<String> lines = twelveOf(
                "2024-05-01T10:00:#.1Z stdout F {\"msg\":\"2024-05-01 10:00:# worker [INFO] no error was found\"}");
        lines.add("2024-05-01T10:00:33.1Z stdout F {\"msg\":\"2024-05-01 10:00:33 worker [ERROR] disk 7 is full\"}");
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("INFO", 12L, "ERROR", 1L));
    }

    @Test
    void one_level_of_alarm_in_brackets_counts_where_messages_behind_it_differ_and_no_sentence_goes_on() {
        for (String header : List.of(
                "2024-05-01 10:00:#,123 root [ERROR] ",
                "2024-05-01 10:00:# [main] root [ERROR] ",
                "2024-05-01T10:00:#Z 10# worker [ERROR ] ",
                "May  1 10:00:# worker [ERROR] ")) {
            assertThat(twelve(header + "boom #")).as(header).isEqualTo(Map.of("ERROR", 12L));
            List<String> mixed = twelveOf(header + "boom #");
            mixed.addAll(twelveOf(header.replaceFirst("[a-z]+ \\[ERROR ?] ", "all shards are ready")));
            assertThat(Levels.of(mixed.toArray(String[]::new))).as(header).isEqualTo(Map.of("NONE", 24L));
        }
        for (String sentence : List.of(
                "2024-05-01 10:00:# got [ERROR] from 10.0.0.#",
                "2024-05-01 10:00:# got [ERROR] and retried # times",
                "05/01/24 10:00:# (pid:12#) peer sent [ERROR] response #",
                "2024-05-01 10:00:# got [Error] response #",
                "2024-05-01 10:00:# got [ERROR] twice")) {
            assertThat(twelve(sentence)).as(sentence).isEqualTo(Map.of("NONE", 12L));
        }
    }

    @Test
    void words_of_sentences_that_differ_are_no_levels_either() {
        List<String> lines = new ArrayList<>();
        for (int i = 10; i < 40; i++) {
            String word = i % 3 == 0 ? "error" : i % 3 == 1 ? "warning" : "info";
            lines.add("2024-05-01 10:00:" + i + " disk " + word + " light is on");
        }
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("NONE", 30L));
    }

    @Test
    void a_word_behind_a_header_is_no_level_where_other_lines_that_start_alike_have_none() {
        for (String header : List.of(
                "2024-05-01 10:00:# ",
                "2024-05-01T10:00:#.123Z ",
                "[2024-05-01 10:00:#] ",
                "[17145576#.123] ",
                "[  12.3456#] ",
                "[module#] ",
                "(worker #) ",
                "2024-05-01 10:00:# [module6] ",
                "2024-05-01 10:00:# 47# - ",
                "2024-05-01T10:00:#.123456789Z stdout F ")) {
            for (String word : List.of("Warning:", "Error:", "error:", "info:", "Note:", "Error,", "Fatal :")) {
                List<String> lines = twelveOf(header + "all shards are ready");
                lines.add(3, header.replace("#", "33") + word + " disk 7 is full");
                lines.add(9, header.replace("#", "34") + "Debug: disk 8 is full");
                assertThat(Levels.of(lines.toArray(String[]::new)))
                        .as(header + word)
                        .isEqualTo(Map.of("NONE", 14L));
            }
        }
    }

    @Test
    void a_word_that_only_lines_after_the_head_have_behind_their_header_is_none_either() {
        List<String> lines = new ArrayList<>();
        while (lines.size() * 40 < FormatFinder.HEAD * 2) {
            lines.addAll(twelveOf("2024-05-01 10:00:# all of the shards are ready"));
        }
        long records = lines.size() + 1;
        lines.add("2024-05-01 11:00:00 Warning: disk 7 is full");
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("NONE", records));
    }

    @Test
    void words_of_alarm_behind_brackets_do_not_make_the_other_lines_parts_of_records() {
        assertThat(Levels.of(
                        "compiling a",
                        "[module6] Error: x",
                        "compiling b",
                        "[module7] Warning: y",
                        "compiling c",
                        "[module8] Error: z"))
                .isEqualTo(Map.of("NONE", 6L));
    }

    @Test
    void a_word_behind_a_header_is_the_level_where_nearly_all_lines_that_start_alike_have_one() {
        for (String header : List.of("2024-05-01 10:00:# ", "[2024-05-01 10:00:#] ", "2024-05-01T10:00:#Z - ")) {
            List<String> lines = twelveOf(header + "Info: no error was found");
            lines.addAll(twelveOf(header + "INFO: no error was found"));
            lines.add(header.replace("#", "33") + "Warning: disk 7 is full");
            lines.add(header.replace("#", "34") + "a line that somebody printed");
            assertThat(Levels.of(lines.toArray(String[]::new)))
                    .as(header)
                    .isEqualTo(Map.of("INFO", 24L, "WARN", 1L, "NONE", 1L));
        }
    }

    @Test
    void capitals_behind_a_time_are_levels_also_where_other_lines_have_none() {
        List<String> lines = twelveOf("2024-05-01 10:00:# all shards are ready");
        lines.add("2024-05-01 10:00:33 ERROR disk 7 is full");
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("NONE", 12L, "ERROR", 1L));
    }

    @Test
    void a_line_that_starts_with_a_word_of_postgresql_is_a_record_in_a_file_of_another_program() {
        assertThat(twelve("2024-05-01 10:00:# QUERY: select # from t")).isEqualTo(Map.of("NONE", 12L));
    }

    @Test
    void a_message_in_a_header_of_its_own_belongs_to_the_record_that_wraps_it() {
        List<String> lines = new ArrayList<>();
        for (int i = 10; i < 20; i++) {
            lines.add("[2024-05-01T10:00:" + i + ".234+0000] [glassfish 5.0] [INFO] [] [] [tid: _ThreadID=50] [[");
            lines.add("  2024-05-01 10:00:" + i + ",487 [DEBUG] Pool text]]");
            lines.add("");
        }
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("INFO", 10L));
    }

    @Test
    void a_small_number_means_what_its_program_says_and_nothing_if_that_is_not_known() {
        assertThat(Levels.of(
                        "{\"reqId\":\"a\",\"level\":0,\"app\":\"core\",\"message\":\"x\"}",
                        "{\"reqId\":\"b\",\"level\":3,\"app\":\"core\",\"message\":\"x\"}",
                        "{\"version\":\"1.1\",\"host\":\"h\",\"short_message\":\"x\",\"level\":3}",
                        "{\"level\":3,\"message\":\"x\"}",
                        "{\"severity\":300,\"message\":\"x\"}",
                        "{\"level\":300,\"message\":\"x\",\"channel\":\"app\"}"))
                .isEqualTo(Map.of("DEBUG", 1L, "ERROR", 2L, "WARN", 1L, "NONE", 2L));
    }

    @Test
    void words_under_keys_for_anything_count_only_beside_keys_of_their_program() {
        assertThat(Levels.of(
                        "{\"status\":\"error\",\"code\":500,\"service\":\"web\"}",
                        "{\"priority\":\"critical\",\"task\":7}",
                        "{\"label\":\"warning\",\"x\":1}",
                        "{\"tags\":[\"error\"],\"title\":\"x\"}",
                        "{\"status\":\"error\",\"message\":\"x\",\"service\":\"web\"}"))
                .isEqualTo(Map.of("NONE", 4L, "ERROR", 1L));
    }

    @Test
    void a_line_that_starts_with_a_time_is_a_record_however_the_others_start() {
        assertThat(Levels.of(
                        "2024-05-01 10:00:00,022 INFO  [main] a.B - x",
                        "2024-05-01 10:00:01,022 WARN  [main] a.B - x",
                        "\tat a.b.C",
                        "May  1 10:00:00 host app[12]: x",
                        "10.0.0.0 - - [01/May/2024:10:00:00 +0000] \"GET / HTTP/1.1\" 200 0",
                        "[1714557600.123] x",
                        "01-May-2024 10:00:00.000 x",
                        "Wed May 01 10:00:00 2024 x",
                        "5/1/2024 10:00:00 x"))
                .isEqualTo(Map.of("INFO", 1L, "WARN", 1L, "NONE", 6L));
    }

    @Test
    void small_letters_are_levels_where_lines_that_start_alike_have_several() {
        List<String> lines = new ArrayList<>();
        for (int i = 10; i < 40; i++) {
            lines.add("2024-05-01 10:00:" + i + ",022 INFO  [main] a.B - x");
        }
        for (int i = 10; i < 16; i++) {
            lines.add("2024-05-01T10:00:" + i + "Z " + (i % 2 == 0 ? "info" : "error") + " x");
            lines.add("java.lang.IllegalStateException: x");
            lines.add("\tat a.b.C.m(C.java:1)");
        }
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("INFO", 33L, "ERROR", 3L));
    }

    @Test
    void the_two_lines_of_java_util_logging_are_one_record_whatever_the_message_starts_with() {
        assertThat(Levels.of(
                        "May 01, 2024 1:00:00 AM com.acme.X",
                        "INFO: [10.0.0.1]:5701 [dev] [5.3] x",
                        "May 01, 2024 1:00:01 AM com.acme.X run",
                        "WARNING: [2001:db8::1]:5701 [dev] [5.3] x",
                        "May 01, 2024 1:00:02 AM com.acme.X",
                        "SEVERE: x",
                        "May  1 10:00:00 host app[12]: another form"))
                .isEqualTo(Map.of("INFO", 1L, "WARN", 1L, "SEVERE", 1L, "NONE", 1L));
    }

    @Test
    void the_level_in_the_first_bracket_counts_and_not_the_message_behind_it() {
        assertThat(Levels.of(
                        "[INFO] Scanning for projects...",
                        "[INFO] Error: none",
                        "[WARNING] x",
                        "[INFO] BUILD SUCCESS",
                        "[ERROR] Warning: y"))
                .isEqualTo(Map.of("INFO", 3L, "WARN", 1L, "ERROR", 1L));
    }

    @Test
    void a_level_that_is_not_written_has_no_place_in_a_file_that_starts_with_text() {
        assertThat(Levels.of(
                        "2024-05-01 10:00:00,022 INFO  [main] a.B - x",
                        "2024-05-01 10:00:01,022 WARN  [main] a.B - x",
                        "{\"@t\":\"2024-05-01T10:00:02Z\",\"@mt\":\"x\"}"))
                .isEqualTo(Map.of("INFO", 2L, "WARN", 1L));
    }

    @Test
    void what_belongs_to_a_record_is_none_of_its_own_though_it_looks_like_another_programs() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            lines.add("2024-05-01 10:00:0" + i + " ERROR disk " + i + " is full");
            lines.add("[Error: connect ECONNREFUSED 127.0.0.1:5432] {");
            lines.add("  errno: -111");
            lines.add("}");
        }
        assertThat(Levels.of(lines.toArray(String[]::new))).isEqualTo(Map.of("ERROR", 2L));
    }

    /** Levels that end at one column; words of the messages end there as well, before another mark or in small letters. */
    @Test
    void a_word_of_an_indented_message_is_no_level_where_levels_are_set_flush_right() {
        assertThat(Levels.of(
                        " error: disk 1 is full",
                        "  with system defaults",
                        "  info: started",
                        "  warn about the disk",
                        " error: disk 2 is full",
                        " fatal crash followed",
                        "  info: started"))
                .isEqualTo(Map.of("ERROR", 2L, "INFO", 2L));
        assertThat(Levels.of(
                        " ERROR manager: disk 1 is full",
                        "  with system defaults",
                        "  INFO manager: started",
                        "  warn about the disk",
                        " ERROR manager: disk 2 is full",
                        " fatal crash followed",
                        "  INFO manager: started"))
                .isEqualTo(Map.of("ERROR", 2L, "INFO", 2L));
        assertThat(Levels.of(
                        " error disk 1 is full",
                        "  info is at the desk",
                        " error disk 2 is full",
                        "  info is at the desk"))
                .isEqualTo(Map.of("NONE", 4L));
    }
}
