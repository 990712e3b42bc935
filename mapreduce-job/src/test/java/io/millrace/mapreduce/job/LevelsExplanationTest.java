package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code levels --explain} tells. */
class LevelsExplanationTest {
    @TempDir
    private Path folder;

    private String explained(String name, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        Console console = Console.run("levels", "--explain", file);
        assertThat(console.err()).isEmpty();
        assertThat(console.status()).isZero();
        return console.out();
    }

    @Test
    void each_line_has_its_level_its_place_and_the_words_that_are_none() throws IOException {
        assertThat(explained(
                        "a.log",
                        "2024-05-01 10:00:00,001 INFO  [main] a.B: no error was found",
                        "2024-05-01 10:00:01,001 WARN  [main] a.B: x",
                        "\tat com.acme.Error.run(B.java:1)",
                        "2024-05-01 10:00:02,001 cannot tell a warning from an error_code"))
                .contains("INFO at 25, by what most programs write")
                .contains("not 'error' at 46: stands behind the level")
                .contains("belongs to the record before it")
                .contains("NONE, by no form that is known")
                .contains("not 'warning' at 39: stands behind 'cannot', where a message may have begun")
                .contains("not 'error' at 55: is part of a longer word");
    }

    @Test
    void numbers_and_words_of_json_that_are_no_levels_are_explained() throws IOException {
        assertThat(explained(
                        "a.json",
                        "{\"level\":\"warn\",\"msg\":\"no error\"}",
                        "{\"level\":3,\"msg\":\"x\"}",
                        "{\"status\":\"error\",\"code\":500}"))
                .contains("WARN at 11, by JSON as most programs write it")
                .contains("not 'error' at 27: stands behind the level")
                .contains("not '3' at 10: is a number that means what its program says, and no other key tells which")
                .contains("not 'error' at 12: stands under no key that holds levels");
    }

    @Test
    void lines_of_a_block_are_said_to_belong_to_a_record_whose_level_stands_elsewhere() throws IOException {
        assertThat(explained("j.log", "__CURSOR=s", "PRIORITY=6", "MESSAGE=x", "", "__CURSOR=t", "PRIORITY=3"))
                .contains("1  __CURSOR=s\n       belongs to a record whose level stands on another line")
                .contains("INFO at 10, by journalctl -o export, verbose");
    }

    @Test
    void the_row_that_reads_a_line_is_named() throws IOException {
        assertThat(explained("esp.log", "[10:00:00][C][wifi:12]: x", "[10:00:01][I][wifi:12]: y"))
                .contains("CONFIG at 12, by ESPHome")
                .contains("INFO at 12, by ESPHome");
    }

    @Test
    void places_count_in_the_line_that_is_shown_and_not_in_its_colours() throws IOException {
        assertThat(explained(
                        "c.log",
                        "\u001B[2m2024-05-01T10:00:00Z\u001B[0m \u001B[32mINFO\u001B[0m x",
                        "\u001B[2m2024-05-01T10:00:01Z\u001B[0m \u001B[33mWARN\u001B[0m x"))
                .contains("2024-05-01T10:00:00Z INFO x")
                .contains("INFO at 22, by ");
    }

    @Test
    void a_file_without_levels_is_said_to_have_none() throws IOException {
        assertThat(explained("p.log", "On 1 May the error rate was high.", "A day later it was not."))
                .contains("No level was found in the first lines")
                .contains("not 'error' at 14: stands behind 'the', where a message may have begun");
    }

    @Test
    void packed_files_are_unpacked_and_a_damaged_one_gives_status_1_and_its_name() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("2024-05-01 10:00:00,001 INFO  [main] a.B: x\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("a.gz"), bytes.toByteArray());
        Files.write(folder.resolve("b.gz"), Arrays.copyOf(bytes.toByteArray(), 20));
        Console console = Console.run("levels", "--explain", folder);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.out()).contains("INFO at 25").contains("b.gz: damaged or cut short (gzip)");
    }

    @Test
    void one_path_is_too_few_for_a_job() {
        Console console = Console.run("levels", folder);
        assertThat(console.status()).isEqualTo(2);
        assertThat(console.err()).contains("INPUT... OUTPUT is incomplete, must be at least one input and the output");
    }
}
