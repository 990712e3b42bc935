package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.millrace.mapreduce.RealLogs;
import io.millrace.mapreduce.job.LogEventParquet.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.SnappyFramedOutputStream;

/** The whole job on local files with Hadoop's local runner. */
class LevelsJobTest {
    private static final String LINES = """
            2024-05-01 10:00:00,001 INFO  [main] com.acme.A: started 4711 in 12 ms
            2024-05-01 10:59:59,001 WARN  [main] com.acme.B: slow: 10.0.0.1:80
            2024-05-01 11:00:00,001 ERROR [main] com.acme.B: failed blk_-12
            java.io.IOException: INFO
            \tat com.acme.B.run(B.java:1)
            2024-05-02 00:00:00,001 INFO  [main] com.acme.A: started 4712 in 9 ms
            2024-05-02 00:00:00,002 no level here""";

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
    void levels_become_part_files_and_a_table() throws IOException {
        Files.writeString(input.resolve("a.log"), LINES);
        Console console = Console.run("levels", input, output);
        assertThat(console.err()).isEmpty();
        assertThat(console.status()).isZero();
        assertThat(Console.lines(output)).containsExactly("ERROR\t1", "INFO\t2", "NONE\t1", "WARN\t1");
        assertThat(output.resolve("_SUCCESS")).exists();
        assertThat(console.out())
                .contains("INFO       2   40.00 %")
                .contains("total      5")
                .contains("1 file");
    }

    @Test
    void real_logs_give_their_true_counts_together_one_by_one_packed_and_as_parquet() throws IOException {
        List<Event> events = new ArrayList<>();
        for (String set : RealLogs.SETS) {
            byte[] bytes = RealLogs.bytes(set);
            Files.write(input.resolve(set + ".log"), bytes);
            Path packed = Files.createDirectories(folder.resolve("packed").resolve(set));
            try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed.resolve(set + ".log.gz")))) {
                gzip.write(bytes);
            }
            Console one = Console.run("levels", "--no-fold", packed, folder.resolve("out-" + set));
            assertThat(one.status()).as(one.err()).isZero();
            assertThat(Console.counts(folder.resolve("out-" + set))).isEqualTo(RealLogs.written(set));
            new String(bytes, StandardCharsets.ISO_8859_1)
                    .lines()
                    .forEach(line -> events.add(new Event(0, null, null, line, set)));
        }
        Map<String, Long> truth = RealLogs.folded(RealLogs.SETS);

        assertThat(Console.run("-Dmapreduce.input.fileinputformat.split.maxsize=77777", "levels", input, output)
                        .status())
                .isZero();
        assertThat(Console.counts(output)).isEqualTo(truth);

        Path parquet = Files.createDirectories(folder.resolve("parquet"));
        LogEventParquet.write(parquet.resolve("a.parquet"), CompressionCodecName.SNAPPY, events);
        assertThat(Console.run("levels", parquet, folder.resolve("out-parquet")).status())
                .isZero();
        assertThat(Console.counts(folder.resolve("out-parquet"))).isEqualTo(truth);
    }

    @Test
    void hidden_files_and_folders_are_left_out_at_every_depth_and_empty_files_do_not_matter() throws IOException {
        for (String name :
                List.of("a.log", "_b.log", ".c.log", "x/d.log", "_millrace/e.log", "x/.tmp/f.log", "x/_g.log")) {
            Path file = input.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, LINES);
        }
        Files.createFile(input.resolve("empty.log"));
        assertThat(Console.run("levels", input, output).status()).isZero();
        assertThat(Console.counts(output)).containsEntry("INFO", 4L);
    }

    @Test
    void many_small_files_are_read_by_few_tasks_and_overlapping_inputs_count_once() throws IOException {
        for (int i = 0; i < 500; i++) {
            Files.writeString(input.resolve("f" + i + ".log"), LINES);
        }
        Console console = Console.run("levels", input, input.resolve("f1.log"), input + "/f2*.log", output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.counts(output)).isEqualTo(Map.of("INFO", 1000L, "WARN", 500L, "ERROR", 500L, "NONE", 500L));
        assertThat(console.out()).contains("500 files");
    }

    @Test
    void packed_text_is_known_by_its_bytes() throws IOException {
        byte[] text = LINES.getBytes(StandardCharsets.UTF_8);
        try (OutputStream zstd = new ZstdOutputStream(Files.newOutputStream(input.resolve("a.zst")))) {
            zstd.write(text);
        }
        try (OutputStream twice = Files.newOutputStream(input.resolve("b.gz"))) {
            for (int member = 0; member < 2; member++) {
                GZIPOutputStream gzip = new GZIPOutputStream(twice);
                gzip.write((LINES + "\n").getBytes(StandardCharsets.UTF_8));
                gzip.finish();
            }
        }
        try (OutputStream framed = new SnappyFramedOutputStream(Files.newOutputStream(input.resolve("c.sz")))) {
            framed.write(text);
        }
        SnappyCodec codec = ReflectionUtils.newInstance(SnappyCodec.class, new Configuration());
        try (OutputStream snappy = codec.createOutputStream(Files.newOutputStream(input.resolve("d.snappy")))) {
            snappy.write(text);
        }
        try (OutputStream unnamed = new GZIPOutputStream(Files.newOutputStream(input.resolve("e.log")))) {
            unnamed.write(text);
        }
        Files.write(input.resolve("f.log"), ("\uFEFF" + LINES).getBytes(StandardCharsets.UTF_16LE));
        Files.write(input.resolve("g.log"), ("\uFEFF" + LINES).getBytes(StandardCharsets.UTF_8));
        Console console = Console.run("levels", input, output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.counts(output)).isEqualTo(Map.of("INFO", 16L, "WARN", 8L, "ERROR", 8L, "NONE", 8L));
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void parquet_of_log_events_is_counted_with_and_without_their_level_column(CompressionCodecName codec)
            throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String level = i % 3 == 0 ? "WARNING" : "INFO";
            events.add(new Event(
                    1714557600000L + i * 3_600_000L,
                    i % 2 == 0 ? level : null,
                    "a." + i % 2,
                    "2024-05-01 10:00:00,001 " + level + " [main] x: ERROR " + i,
                    "/var/log/" + i % 5));
        }
        LogEventParquet.write(input.resolve("a.parquet"), codec, events);
        LogEventParquet.write(
                input.resolve("b.parquet"),
                codec,
                events.stream().filter(e -> e.level() != null).toList());
        assertThat(Console.run("levels", input, output).status()).isZero();
        assertThat(Console.counts(output)).isEqualTo(Map.of("WARN", 1667L + 834, "INFO", 3333L + 1666));

        Path bySource = folder.resolve("by-source");
        assertThat(Console.run("levels", "--by", "source", "--top-messages", 2, input, bySource)
                        .status())
                .isZero();
        assertThat(Console.counts(bySource)).hasSize(10).containsEntry("/var/log/0\tWARN", 334L + 167);
        assertThat(Console.lines(bySource.resolve("messages")))
                .containsExactly("INFO\t4999\tERROR #", "WARN\t2501\tERROR #");
    }

    @Test
    void counts_are_broken_down_by_hour_day_source_and_logger() throws IOException {
        Files.writeString(input.resolve("a.log"), LINES);
        assertThat(by("hour"))
                .isEqualTo(Map.of(
                        "2024-05-01T10\tINFO", 1L,
                        "2024-05-01T10\tWARN", 1L,
                        "2024-05-01T11\tERROR", 1L,
                        "2024-05-02T00\tINFO", 1L,
                        "2024-05-02T00\tNONE", 1L));
        assertThat(by("day")).containsEntry("2024-05-01\tERROR", 1L).hasSize(5);
        assertThat(by("logger")).containsEntry("com.acme.A\tINFO", 2L).containsEntry("com.acme.B\tERROR", 1L);
        assertThat(by("source")).containsEntry(input.resolve("a.log") + "\tINFO", 2L);
    }

    @Test
    void the_most_frequent_messages_are_listed_with_numbers_and_ids_masked() throws IOException {
        Files.writeString(input.resolve("a.log"), LINES + "\n" + LINES);
        Console console = Console.run("levels", "--top-messages", "1", input, output);
        assertThat(Console.lines(output.resolve("messages")))
                .containsExactly(
                        "ERROR\t2\tfailed blk_#",
                        "INFO\t4\tstarted # in # ms",
                        "NONE\t2\t# # no level here",
                        "WARN\t2\tslow: #");
        assertThat(console.out()).contains("Most frequent messages of ERROR:").contains("2  failed blk_#");
    }

    @Test
    void a_format_or_a_pattern_can_be_given() throws IOException {
        Files.writeString(input.resolve("a.log"), "x;;warn;;y\nx;;error;;INFO\nz");
        assertThat(Console.run("levels", "--pattern", "^x;;(?<level>\\w+);;", input, output)
                        .status())
                .isZero();
        assertThat(Console.counts(output)).isEqualTo(Map.of("WARN", 1L, "ERROR", 1L));
        Path second = folder.resolve("out2");
        Files.writeString(input.resolve("a.log"), "a warn x\nb error y\n");
        assertThat(Console.run("levels", "--form", "field=2", "--no-fold", input, second)
                        .status())
                .isZero();
        assertThat(Console.counts(second)).isEqualTo(Map.of("warn", 1L, "error", 1L));
    }

    @Test
    void a_chart_is_drawn_as_svg_or_png() throws IOException {
        Files.writeString(input.resolve("a.log"), LINES);
        Path svg = folder.resolve("c.svg");
        Path png = folder.resolve("c.png");
        assertThat(Console.run("levels", "--chart", svg, "--by", "source", input, output)
                        .status())
                .isZero();
        assertThat(svg).content().startsWith("<svg ").contains(">ERROR</text>").endsWith("</svg>\n");
        Console console = Console.run("levels", "--chart", png, input, folder.resolve("out2"));
        if (console.status() == 0) {
            assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
        } else {
            assertThat(console.err()).contains("this Java cannot draw PNG").contains(".svg works everywhere");
            assertThat(folder.resolve("out2")).doesNotExist();
        }
    }

    private Map<String, Long> by(String what) {
        Path result = folder.resolve("by-" + what);
        Console.counted(input, result, "--by", what);
        return Console.counts(result);
    }

    @Test
    void a_record_whose_time_stands_on_the_line_before_has_it_wherever_a_file_is_cut() throws IOException {
        Path file = folder.resolve("jul.log");
        Files.writeString(file, "May 01, 2024 11:30:00 PM com.acme.Main run\nINFO: started\n".repeat(100));
        for (int size : Boolean.getBoolean("thorough") ? new int[] {100, 101, 127} : new int[] {127}) {
            Path result = folder.resolve("jul-" + size);
            Console console = Console.run(
                    "levels", "-Dmapreduce.input.fileinputformat.split.maxsize=" + size, "--by=hour", file, result);
            assertThat(console.status()).as(console.err()).isZero();
            assertThat(Console.counts(result)).isEqualTo(Map.of("2024-05-01T23\tINFO", 100L));
        }
    }

    @Test
    void forms_in_which_no_level_is_found_are_said_with_a_masked_example() throws IOException {
        Files.writeString(input.resolve("a.log"), LINES);
        Files.writeString(input.resolve("b.log"), "unit 4711 ok at rack 12\nunit 4712 ok at rack 3\n");
        Files.writeString(input.resolve("c.log"), "unit 4713 ok at rack 1\n");
        Files.write(input.resolve("d.gz"), gzip("{\"user\":\"anna\",\"id\":4711}\n"));
        Console console = Console.run("levels", input, output);
        assertThat(console.status()).isZero();
        assertThat(console.out())
                .contains("No level was found in lines like these.")
                .contains("3 x  unit # ok at rack #\n")
                .contains("1 x  {\"user\":\"anna\",\"id\":#}\n");
        assertThat(Console.lines(output)).containsExactly("ERROR\t1", "INFO\t2", "NONE\t5", "WARN\t1");
    }

    @Test
    void nothing_is_said_of_forms_where_levels_are_found() throws IOException {
        Files.writeString(input.resolve("a.log"), LINES);
        assertThat(Console.counted(input, output).out()).doesNotContain("No level was found");
    }

    @Test
    void minutes_are_counted_and_the_zone_is_said() throws IOException {
        Files.writeString(input.resolve("a.log"), """
                2024-05-01 10:00:59,001 INFO  [main] a.A: x
                2024-05-01 10:01:00,001 INFO  [main] a.A: x
                2024-05-01 10:01:59,001 ERROR [main] a.A: x
                """);
        Console console = Console.run("levels", "--by", "minute", input, output);
        assertThat(Console.lines(output))
                .containsExactly(
                        "2024-05-01T10:00\tINFO\t1", "2024-05-01T10:01\tERROR\t1", "2024-05-01T10:01\tINFO\t1");
        assertThat(console.out()).contains("Times are in UTC where records name their zone, and as written where not.");
    }

    private static byte[] gzip(String text) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
