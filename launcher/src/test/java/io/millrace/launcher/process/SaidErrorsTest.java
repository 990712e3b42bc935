package io.millrace.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaidErrorsTest {
    @TempDir
    Path folder;

    @Test
    void onlySentencesOfFailuresAreQuotedEachOnce() throws IOException {
        Path log = log("12:00 INFO error: no\nerror: first\nerror: second\n  error: indented\nerror: first\n");
        assertThat(SaidErrors.sentences(log, 0)).containsExactly("first", "second");
        assertThat(SaidErrors.in(log, 0)).isEqualTo(" (first; second)");
    }

    @Test
    void whoSaidNothingIsNotQuoted() throws IOException {
        assertThat(SaidErrors.in(log("all is well\n"), 0)).isEmpty();
        assertThat(SaidErrors.in(log(""), 0)).isEmpty();
    }

    @Test
    void whatAnEarlierRunSaidIsLeftOut() throws IOException {
        String before = "error: long ago ü\n";
        Path log = log(before + "error: now\n");
        assertThat(SaidErrors.sentences(log, before.getBytes(java.nio.charset.StandardCharsets.UTF_8).length))
                .containsExactly("now");
    }

    @Test
    void ofManyTheLastFiveAreKept() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 9; i++) {
            text.append("error: ").append(i).append('\n');
        }
        assertThat(SaidErrors.sentences(log(text.toString()), 0)).containsExactly("5", "6", "7", "8", "9");
    }

    @Test
    void ofALongLogTheEndIsRead() throws IOException {
        Path log = log("error: far away\n" + "x".repeat(20_000) + "\nerror: near\n");
        assertThat(SaidErrors.sentences(log, 0)).containsExactly("near");
    }

    @Test
    void aLogThatCannotBeReadSaysWhy() {
        assertThat(SaidErrors.in(folder.resolve("none.log"), 0)).contains("none.log");
    }

    private Path log(String text) throws IOException {
        return Files.writeString(folder.resolve("a.log"), text);
    }
}
