package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.job.LogEventParquet.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access logs and fields, counted by the whole job on local files. */
class AccessLogJobTest {
    @TempDir
    private Path folder;

    private Path input;
    private Path output;

    @BeforeEach
    void folders() throws IOException {
        input = Files.createDirectories(folder.resolve("in"));
        output = folder.resolve("out");
    }

    @Test
    void requests_are_counted_by_their_parts_wherever_a_file_is_cut() throws IOException {
        Files.writeString(input.resolve("a.log"), """
            10.0.0.1 - - [01/May/2024:10:00:00 +0000] "GET /a?b=1 HTTP/1.1" 200 10 "-" "x"
            10.0.0.2 - - [01/May/2024:10:00:01 +0000] "GET /a?b=2 HTTP/1.1" 404 20 "-" "x"
            10.0.0.1 - - [01/May/2024:10:00:02 +0000] "POST /c HTTP/1.1" 200 30 "-" "x"
            """.repeat(50));
        Files.writeString(input.resolve("iis.log"), """
            #Software: Microsoft Internet Information Services 10.0
            #Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken
            """ + "2024-05-01 10:00:00 10.0.0.3 GET /d 500 15\n".repeat(100));
        Files.writeString(
                input.resolve("a.json"),
                "{\"level\":\"info\",\"time\":\"2024-05-01T10:00:00Z\",\"http\":{\"request\":{\"method\":\"PUT\"},"
                        + "\"response\":{\"status_code\":201}},\"url\":{\"path\":\"/e\"}}\n");
        assertThat(by("status"))
                .containsEntry("200\tNONE", 100L)
                .containsEntry("404\tNONE", 50L)
                .containsEntry("500\tNONE", 100L)
                .containsEntry("201\tINFO", 1L);
        assertThat(by("method")).containsEntry("GET\tNONE", 200L).containsEntry("PUT\tINFO", 1L);
        assertThat(by("path")).containsEntry("/a\tNONE", 100L).containsEntry("/e\tINFO", 1L);
        assertThat(by("client")).containsEntry("10.0.0.1\tNONE", 100L).containsEntry("10.0.0.3\tNONE", 100L);
        assertThat(by("http.response.status_code")).containsEntry("201\tINFO", 1L);
        assertThat(by("time-taken")).containsEntry("15\tNONE", 100L);
    }

    @Test
    void only_comments_at_a_files_beginning_name_its_fields() throws IOException {
        Files.writeString(input.resolve("a.log"), """
            10.0.0.1 - - [01/May/2024:10:00:00 +0000] "GET /a HTTP/1.1" 200 10 "-" "x"
            #Fields: date time c-ip cs-method cs-uri-stem sc-status
            10.0.0.1 - - [01/May/2024:10:00:00 +0000] "GET /a HTTP/1.1" 404 10 "-" "x"
            """);
        Files.writeString(input.resolve("marked.log"), """
            \ufeff#Fields: date time c-ip sc-status

            2024-05-01 10:00:00 10.0.0.3 500
            """);
        assertThat(by("status"))
                .containsEntry("200\tNONE", 1L)
                .containsEntry("404\tNONE", 1L)
                .containsEntry("500\tNONE", 1L);
    }

    @Test
    void comments_of_w3c_files_are_no_records_also_where_the_server_was_started_again() throws IOException {
        Files.writeString(input.resolve("iis.log"), """
            #Software: Microsoft Internet Information Services 10.0
            #Version: 1.0
            #Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken
            2024-05-01 10:00:00 10.0.0.3 GET /d 500 15
            #Software: Microsoft Internet Information Services 10.0
            #Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken
            2024-05-01 11:00:00 10.0.0.3 GET /d 500 15
            """);
        Files.writeString(input.resolve("other.log"), "#Software: x\n#1 is ready\nplain\n");
        Console console = Console.counted(input, output, "--by", "source");
        assertThat(Console.counts(output))
                .isEqualTo(Map.of(input.resolve("iis.log") + "\tNONE", 2L, input.resolve("other.log") + "\tNONE", 3L));
        assertThat(console.out()).contains("2 x  # # # GET /d # #\n").doesNotContain("Internet Information");
        assertThat(Console.run("levels", "--explain", input.resolve("iis.log")).out())
                .contains("is a comment of the file and no record")
                .contains("NONE, by no form that is known");
        Console stats = Console.run(
                "stats", "--value-field=duration_ms", "--by=path", input.resolve("iis.log"), folder.resolve("stats"));
        assertThat(stats.status()).as(stats.err()).isZero();
        assertThat(stats.out()).doesNotContain("left out");
    }

    @Test
    void a_column_that_holds_level_message_or_time_too_can_be_counted_by() throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            events.add(new Event(60_000, i % 2 == 0 ? "INFO" : "WARN", "l", "m" + i % 4, "s1"));
        }
        LogEventParquet.write(input.resolve("a.parquet"), CompressionCodecName.SNAPPY, events);
        assertThat(by("level")).isEqualTo(Map.of("INFO\tINFO", 500L, "WARN\tWARN", 500L));
        assertThat(by("message"))
                .isEqualTo(Map.of("m0\tINFO", 250L, "m1\tWARN", 250L, "m2\tINFO", 250L, "m3\tWARN", 250L));
        Console console = Console.run("levels", "--since=1970-01-01", "--by", "timestamp", input, output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.counts(output))
                .hasSize(2)
                .allSatisfy((label, count) -> assertThat(count).isEqualTo(500));
    }

    private Map<String, Long> by(String what) {
        Path result = folder.resolve("by-" + what);
        Console.counted(input, result, "-Dmapreduce.input.fileinputformat.split.maxsize=1999", "--by", what);
        return Console.counts(result);
    }

    @Test
    void a_column_of_parquet_is_a_field_and_one_that_nobody_has_is_said() throws IOException {
        LogEventParquet.write(
                input.resolve("a.parquet"),
                CompressionCodecName.SNAPPY,
                List.of(new Event(0, "INFO", "l", "m", "s1"), new Event(0, "WARN", "l", "m", "s1")));
        assertThat(by("logger")).isEqualTo(Map.of("l\tINFO", 1L, "l\tWARN", 1L));
        Console console = Console.run("levels", "--by", "hours", input, output);
        assertThat(console.status()).isZero();
        assertThat(console.out())
                .contains("No record has a field 'hours'; levels --help tells by what records can be counted.");
        assertThat(Console.counts(output)).isEqualTo(Map.of("-\tINFO", 1L, "-\tWARN", 1L));
    }

    @Test
    void bytes_and_durations_of_requests_have_statistics() throws IOException {
        Files.writeString(input.resolve("a.log"), """
            10.0.0.1 - - [01/May/2024:10:00:00 +0000] "GET /a HTTP/1.1" 200 10 "-" "x"
            10.0.0.1 - - [01/May/2024:11:00:00 +0000] "GET /a HTTP/1.1" 200 30 "-" "x"
            10.0.0.1 - - [01/May/2024:11:00:00 +0000] "GET /a HTTP/1.1" 304 - "-" "x"
            """);
        Console console =
                Console.run("stats", "--value-field=bytes", "--by=status,hour", "--percentiles=50", input, output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.lines(output))
                .containsExactly(
                        "200\t2024-05-01T10\t1\t10\t10\t10\t0\t10", "200\t2024-05-01T11\t1\t30\t30\t30\t0\t30");
        assertThat(console.out()).contains("Records without a number, left out: 1");
        Path iis = folder.resolve("iis.log");
        Files.writeString(iis, """
            #Software: Microsoft Internet Information Services 10.0
            #Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken
            2024-05-01 10:00:00 10.0.0.3 GET /d 500 15
            """);
        Console durations = Console.run(
                "stats", "--value-field=duration_ms", "--by=path", "--percentiles=50", iis, folder.resolve("iis"));
        assertThat(durations.status()).as(durations.err()).isZero();
        assertThat(Console.lines(folder.resolve("iis"))).containsExactly("/d\t1\t15\t15\t15\t0\t15");
    }
}
