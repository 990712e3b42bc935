package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFailuresTest {
    @TempDir
    Path folder;

    private Path input;

    @BeforeEach
    void input() throws IOException {
        input = Files.writeString(folder.resolve("a.log"), "2024-05-01 10:00:00,001 INFO  [main] c.a.App: hello\n");
    }

    @Test
    void whyATaskCannotSortIsSaid() {
        Console console = Console.run("levels", "-Dmapreduce.task.io.sort.mb=4000", input, folder.resolve("out"));
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .startsWith("error: ")
                .contains("mapreduce.task.io.sort.mb")
                .doesNotContain("NA");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whyATaskCannotFetchWhatOthersSortedIsSaid() {
        Console console = Console.run(
                "stats",
                "-Dmapreduce.reduce.shuffle.input.buffer.percent=7",
                write("b.jsonl", "{\"value\":1}\n"),
                folder.resolve("out"));
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .startsWith("error: ")
                .contains("mapreduce.reduce.shuffle.input.buffer.percent")
                .doesNotContain("NA");
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
