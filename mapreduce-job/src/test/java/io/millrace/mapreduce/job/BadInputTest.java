package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
    private static final String LINE = "2024-05-01 10:00:00,001 INFO  [main] com.acme.A: started\n";

    @TempDir
    private Path folder;

    private Path input;
    private Path output;

    @BeforeEach
    void folders() throws IOException {
        input = Files.createDirectories(folder.resolve("in"));
        output = folder.resolve("out");
        Files.writeString(input.resolve("good.log"), LINE);
    }

    @Test
    void damaged_and_binary_files_stop_the_job_without_a_result_and_are_all_named() throws IOException {
        byte[] gzip = gzip(LINE.repeat(50_000));
        Files.write(input.resolve("cut.gz"), Arrays.copyOf(gzip, gzip.length / 2));
        byte[] binary = new byte[5000];
        new Random(1).nextBytes(binary);
        binary[100] = 0;
        Files.write(input.resolve("core"), binary);
        Files.write(input.resolve("bad.parquet"), "PAR1 is not enough".getBytes(StandardCharsets.UTF_8));
        Console console = Console.run("levels", input, output);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: 3 files cannot be read: ")
                .contains("cut.gz: damaged or cut short (gzip)")
                .contains("core: holds neither text nor any format that this job reads")
                .contains("bad.parquet: damaged or cut short (Parquet)")
                .endsWith("No result was written; --skip-bad-files leaves such files out");
        assertThat(output).doesNotExist();
    }

    @Test
    void bad_files_can_be_left_out_whole_and_are_named_and_counted() throws IOException {
        byte[] gzip = gzip(LINE.repeat(200_000));
        Files.write(input.resolve("cut.gz"), Arrays.copyOf(gzip, gzip.length - 9));
        for (List<String> more : List.of(List.<String>of(), List.of("--by=hour", "--top-messages=3"))) {
            Path result = folder.resolve("out" + more.size());
            Object[] args = new Object[4 + more.size()];
            args[0] = "levels";
            args[1] = "--skip-bad-files";
            for (int i = 0; i < more.size(); i++) {
                args[2 + i] = more.get(i);
            }
            args[args.length - 2] = input;
            args[args.length - 1] = result;
            Console console = Console.run(args);
            assertThat(console.status()).as(console.err()).isZero();
            assertThat(Console.counts(result)).isEqualTo(Map.of(more.isEmpty() ? "INFO" : "2024-05-01T10\tINFO", 1L));
            assertThat(console.out())
                    .contains("Left out, because they cannot be read: 1 file")
                    .contains("cut.gz: damaged or cut short (gzip)")
                    .contains("1 file,");
        }
    }

    @Test
    void a_gzip_file_whose_second_member_is_cut_short_is_damaged() throws IOException {
        byte[] gzip = gzip(LINE.repeat(1000));
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.write(gzip);
        two.write(gzip, 0, gzip.length - 20);
        Files.write(input.resolve("two.gz"), two.toByteArray());
        assertThat(Console.run("levels", input, output).err()).contains("two.gz: damaged or cut short (gzip)");
    }

    @Test
    void an_existing_output_is_left_alone() throws IOException {
        Files.createDirectories(output);
        Files.writeString(output.resolve("mine"), "x");
        Console console = Console.run("levels", input, output);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err().strip())
                .isEqualTo("error: output " + output + " exists already; remove it or name another folder");
        assertThat(output.resolve("mine")).exists();
    }

    @Test
    void nothing_to_read_is_an_error_that_says_what_is_left_out() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("_hidden.log"), LINE);
        Console console = Console.run("levels", empty, output);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err()).contains("no file with any content").contains("start with _ or .");
        assertThat(Console.run("levels", folder.resolve("none"), output).err().strip())
                .startsWith("error: input ")
                .endsWith(folder.resolve("none") + ": no such file or folder");
        assertThat(output).doesNotExist();
    }

    @Test
    void a_file_without_permission_stops_the_job() throws IOException {
        Path secret = input.resolve("secret.log");
        Files.writeString(secret, LINE);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(secret), "this user may read everything");
        Console console = Console.run("levels", input, output);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err()).contains("secret.log");
        assertThat(output).doesNotExist();
    }

    @Test
    void a_configuration_that_cannot_be_read_is_one_sentence() {
        StringWriter err = new StringWriter();
        int status = JobRunner.run(
                () -> {
                    throw new IllegalStateException("core-site.xml: line 3 is no XML");
                },
                new LevelsCommand(),
                Collections.emptySortedMap(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "in",
                "out");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("error: Hadoop configuration not readable: core-site.xml: line 3 is no XML");
    }

    @Test
    void a_command_line_without_a_command_that_is_known_names_all_there_are() {
        Console nothing = Console.run();
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("levels ", "stats ");
        assertThat(Console.run("--help").out()).contains("levels ", "stats ");
        assertThat(Console.run("stat", input, output).err()).contains("stats");
    }

    @Test
    void wrong_options_are_told_in_one_line_with_exit_status_2() {
        assertThat(Console.run("levels", "--form", "xml", input, output).err())
                .startsWith("error: --form is 'xml', must be auto, header, json, logfmt or field=N with N from 1");
        assertThat(Console.run("stats", "--by", "hour,level,day", input, output).err())
                .startsWith("error: --by is 'hour,level,day', must name hour or day once");
        assertThat(Console.run("levels", "--pattern", "(", input, output).status())
                .isEqualTo(2);
        assertThat(Console.run("levels", "--pattern", "x", input, output).err()).contains("needs a group");
        assertThat(Console.run("levels", "--chart", "x.pdf", input, output).err())
                .contains("must end in .svg or .png");
        assertThat(Console.run("levels", "--top-messages", "-1", input, output).err())
                .contains("must be from 0 to");
        assertThat(Console.run("levels", "--bye", "hour", input, output).err()).contains("--bye");
        assertThat(Console.run("levels", "--top-messages", "x", input, output).err())
                .startsWith("error: --top-messages is 'x', must be a number\n");
        assertThat(Console.run("levels", input).err())
                .startsWith("error: INPUT... OUTPUT is incomplete, must be at least one input and the output");
        assertThat(Console.run("level", input, output).status()).isEqualTo(2);
        assertThat(Console.run("stats", "--percentiles", "101", input, output).err())
                .contains("must be from 0 to 100");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
