package io.millrace.launcher.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is said before any server is started. */
class RunCommandTest {
    @TempDir
    Path folder;

    private final ShutdownSignal stop = new ShutdownSignal();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void presets() throws IOException {
        Path presets = Files.createDirectories(folder.resolve("presets"));
        Files.writeString(presets.resolve("a.properties"), "producer.COMMAND=iot\n");
        Files.writeString(presets.resolve("b.properties"), "sink.HDFS_DIR=/x\n");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThat(run("none", "b", "--seconds=0")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--seconds is 0, must be at least 1")
                .contains("preset is 'none', must be one of a, b, or the path of a file of your own")
                .contains("sink.COMMAND in " + folder.resolve("presets/b.properties"));
        assertThat(folder.resolve(".millrace")).doesNotExist();
    }

    @Test
    void presetsOfTheSameNameCannotRunSideBySide() throws IOException {
        Path other = Files.writeString(folder.resolve("a.properties"), "producer.COMMAND=iot\n");
        assertThat(run("a", other.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("preset names are 'a, a', must differ, because data and processes are called after them");
    }

    @Test
    void aStopBeforeAnythingRanIsAnswered() {
        new StackFiles(folder.resolve("data")).folder().toFile().mkdirs();
        new StackFiles(folder.resolve("data")).announceStart("up");
        stop.request();
        assertThat(run("a", "--data=" + folder.resolve("data"))).isZero();
        assertThat(out.toString()).contains("Stopped, as asked, before anything ran.");
    }

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new RunCommand(new Home(folder), stop));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return ServiceMain.execute(line, arguments);
    }
}
