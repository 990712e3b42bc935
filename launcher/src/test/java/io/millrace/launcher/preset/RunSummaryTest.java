package io.millrace.launcher.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.StackFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final StringWriter out = new StringWriter();
    private final RunSummary summary =
            new RunSummary(new StackFiles(Path.of("/a b")), START, Screen.on(new PrintWriter(out)));

    @Test
    void onlyFilesOfThisRunAreListedHoweverManyOthersThereAre() {
        List<FileStatus> all = new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> file("/user/mael/iot/mael_msg_" + i + ".json", START.minusSeconds(i + 1)))
                .toList());
        all.add(0, file("/user/ann/iot/ann_msg_0.json", START.plusSeconds(1)));
        summary.printFiles(all);
        assertThat(out).hasToString("HDFS: 31 files, 1 of this run:\n       1,234 B  /user/ann/iot/ann_msg_0.json\n");
        summary.printHints();
        assertThat(out.toString())
                .endsWith("The files:    MILLRACE_DATA='/a b' ./millrace hdfs dfs -ls /user/ann/iot\n");
    }

    @Test
    void ofManyTheLastOnesAreListed() {
        summary.printFiles(IntStream.range(0, 25)
                .mapToObj(i -> file("/f" + i, START.plusSeconds(25 - i)))
                .toList());
        assertThat(out.toString().lines())
                .hasSize(21)
                .first()
                .isEqualTo("HDFS: 25 files, 25 of this run, the last 20:");
        assertThat(out.toString()).contains("  /f0\n").doesNotContain("  /f24\n");
    }

    private static FileStatus file(String path, Instant modified) {
        return new FileStatus(
                1234, false, 1, 1 << 20, modified.toEpochMilli(), new org.apache.hadoop.fs.Path("hdfs://h" + path));
    }
}
