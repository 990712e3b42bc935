package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.job.LogEventParquet.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The windows of time of the whole job, on local files. */
class TimeWindowJobTest {
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
    void records_from_since_to_before_until_are_counted_to_the_second() throws IOException {
        Files.writeString(input.resolve("a.log"), """
            2024-05-01 09:59:59,999 INFO  [main] a.A: too early
            2024-05-01 10:00:00,000 WARN  [main] a.A: first
            java.io.IOException: at 2024-05-01 12:00:00
            2024-05-01 10:00:29,999 ERROR [main] a.A: last
            2024-05-01 10:00:30,000 FATAL [main] a.A: too late
            """);
        Console console = run("--since", "2024-05-01T10:00", "--until", "2024-05-01T10:00:30");
        assertThat(Console.lines(output)).containsExactly("ERROR\t1", "WARN\t1");
        assertThat(console.out())
                .contains("Counted from 2024-05-01T10:00:00Z until before 2024-05-01T10:00:30Z; 2 records outside.")
                .contains("those without a zone were taken to be in UTC, too (--time-zone names another).");
    }

    @Test
    void every_form_of_time_is_compared_in_utc_or_in_the_zone_that_is_given() throws IOException {
        Files.writeString(input.resolve("offset.log"), "2024-05-01T12:30:00+02:00 INFO  [main] a.A: x\n");
        Files.writeString(input.resolve("epoch.json"), "{\"level\":\"warn\",\"ts\":1714559400.25,\"msg\":\"x\"}\n");
        Files.writeString(input.resolve("millis.json"), "{\"level\":\"error\",\"time\":1714559400250,\"msg\":\"x\"}\n");
        Files.writeString(input.resolve("two-digits.log"), "24/05/01 12:30:00 FATAL a.A: x\n");
        Files.writeString(input.resolve("syslog.log"), "<34>May  1 12:30:00 host app: x\n");
        Files.writeString(input.resolve("named.log"), "[Wed May 01 12:30:00.5 2024] [core:notice] x\n");
        LogEventParquet.write(
                input.resolve("a.parquet"),
                CompressionCodecName.SNAPPY,
                List.of(
                        new Event(Instant.parse("2024-05-01T10:30:00Z").toEpochMilli(), "TRACE", null, "m", "s"),
                        new Event(Instant.parse("2024-05-01T10:31:00Z").toEpochMilli(), "TRACE", null, "m", "s")));
        Console console =
                run("--since=2024-05-01T12:30", "--until=2024-05-01T12:31", "--time-zone=Europe/Berlin", "--by=minute");
        assertThat(Console.counts(output))
                .isEqualTo(Map.of(
                        "2024-05-01T10:30\tINFO", 1L,
                        "2024-05-01T10:30\tWARN", 1L,
                        "2024-05-01T10:30\tERROR", 1L,
                        "2024-05-01T10:30\tFATAL", 1L,
                        "--05-01T12:30\tCRITICAL", 1L,
                        "2024-05-01T10:30\tNOTICE", 1L,
                        "2024-05-01T10:30\tTRACE", 1L));
        assertThat(console.out())
                .contains("1 record without a year: counted where there is a year that puts them inside.")
                .contains(
                        "Times are in UTC; those without a zone were taken to be of Europe/Berlin, those of W3C's extended logs in UTC.");
    }

    @Test
    void times_of_w3c_logs_are_in_utc_in_every_zone_unless_the_file_says_that_they_are_local() throws IOException {
        Files.writeString(input.resolve("iis.log"), """
            #Software: Microsoft Internet Information Services 10.0
            #Version: 1.0
            #Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken
            2024-05-01 10:00:00 10.0.0.3 GET /d 500 15
            """);
        Files.writeString(input.resolve("pfirewall.log"), """
            #Version: 1.5
            #Software: Microsoft Windows Firewall
            #Time Format: Local
            #Fields: date time action protocol src-ip dst-ip

            2024-05-01 11:00:00 DROP UDP 10.0.0.3 10.0.0.4
            """);
        run("--time-zone=Europe/Berlin", "--by=hour");
        assertThat(Console.counts(output))
                .containsEntry("2024-05-01T10\tNONE", 1L)
                .containsEntry("2024-05-01T09\tNONE", 1L)
                .hasSize(2);
    }

    @Test
    void records_without_a_time_are_said_by_level_and_counted_nowhere_else() throws IOException {
        Files.writeString(input.resolve("a.log"), "ERROR: x\nINFO: x\nINFO: y\n");
        Files.writeString(input.resolve("b.log"), "2024-05-01 10:00:00 INFO  [main] a.A: x\n");
        Console console = run("--since", "2024-05-01", "--by", "source");
        assertThat(Console.lines(output)).containsExactly(input.resolve("b.log") + "\tINFO\t1");
        assertThat(console.out()).contains("3 records without a time, in no count above: INFO 2, ERROR 1.");
    }

    @Test
    void a_length_of_time_means_before_now() throws IOException {
        String now = Instant.now().toString();
        Files.writeString(input.resolve("a.log"), """
            %s INFO  [main] a.A: x
            2024-05-01T10:00:00Z ERROR [main] a.A: x
            """.formatted(now));
        run("--since", "2h");
        assertThat(Console.lines(output)).containsExactly("INFO\t1");
    }

    @Test
    void a_window_gives_the_same_wherever_a_file_is_cut() throws IOException {
        StringBuilder log = new StringBuilder();
        LocalDateTime at = LocalDateTime.of(2024, 5, 1, 0, 0);
        for (int i = 0; i < 600; i++) {
            log.append(at.plusSeconds(i * 20L))
                    .append(i % 3 == 0 ? ":00 INFO  [m] a.A: x\n" : " WARN  [m] a.A: x\n at y\n");
        }
        Files.writeString(input.resolve("a.log"), log.toString());
        run("--since=2024-05-01T01:00", "--until=2024-05-01T02:00", "--by=hour", "--top-messages=3");
        Map<String, Long> whole = Console.counts(output);
        assertThat(whole.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(180);
        for (int size : new int[] {997, 4099}) {
            output = folder.resolve("out-" + size);
            run(
                    "-Dmapreduce.input.fileinputformat.split.maxsize=" + size,
                    "--since=2024-05-01T01:00",
                    "--until=2024-05-01T02:00",
                    "--by=hour");
            assertThat(Console.counts(output)).isEqualTo(whole);
        }
    }

    @Test
    void bursts_are_found_printed_written_and_drawn() throws IOException {
        StringBuilder log = new StringBuilder();
        LocalDateTime at = LocalDateTime.of(2024, 5, 1, 0, 0);
        for (int minute = 0; minute < 90; minute++) {
            for (int i = 0; i < (minute == 75 ? 40 : 3); i++) {
                log.append(at.plusMinutes(minute)).append(":00 ERROR [m] a.A: x\n");
            }
        }
        Files.writeString(input.resolve("a.log"), log.toString());
        Path chart = folder.resolve("c.svg");
        Console console = run(
                "-Dmapreduce.input.fileinputformat.split.maxsize=1000", "--bursts", "--by=hour", "--chart=" + chart);
        assertThat(Console.lines(output.resolve("bursts"))).containsExactly("2024-05-01T01:15\tERROR\t40\t3.0\t11.7");
        assertThat(console.out()).containsPattern("2024-05-01T01:15 +ERROR +40 +3.0 +11.7\n");
        assertThat(chart)
                .content()
                .contains("1 burst (squares above the bars), the largest at 2024-05-01T01:15: ERROR 40, usually 3.0");
        output = folder.resolve("none");
        assertThat(run("--bursts", "--until=2024-05-01T01:00").out())
                .contains("No minute in which a level is far above its own past.");
    }

    @Test
    void wrong_times_are_refused_before_anything_runs() {
        Console console = Console.run("levels", "--since=tomorrow", input, output);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("--since is 'tomorrow', must be a time such as 2024-05-01T10:30");
        console = Console.run("levels", "--since=2024-05-02", "--until=2024-05-01", input, output);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("must be before --until");
        assertThat(output).doesNotExist();
    }

    private Console run(String... options) {
        return Console.counted(input, output, (Object[]) options);
    }
}
