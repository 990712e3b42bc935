package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the launcher says without any server. */
class LauncherTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theScriptKnowsAllCommands() throws Exception {
        String script = java.nio.file.Files.readString(
                Path.of("").toAbsolutePath().getParent().resolve("millrace"));
        assertThat(script)
                .contains("commands='"
                        + String.join(
                                " ",
                                Launcher.commandLine(new ShutdownSignal())
                                        .getSubcommands()
                                        .keySet())
                        + "'");
    }

    @Test
    void withoutServersStatusAndEnvSayHowToStartThemAndDownHasNothingToDo() {
        String data = "--data=" + folder.resolve("a b");
        assertThat(run("status", data)).isEqualTo(1);
        assertThat(out).hasToString("No servers run over " + folder.resolve("a b") + ".\n");
        assertThat(run("env", data)).isEqualTo(1);
        assertThat(out.toString()).doesNotContain("export");
        assertThat(err.toString())
                .isEqualTo("error: no servers run over " + folder.resolve("a b")
                        + ", must be started first: ./millrace up -d --data '" + folder.resolve("a b") + "'\n");
        assertThat(run("down", data)).isZero();
    }

    @Test
    void aStackOfAnotherCommandIsNotForDownToStop() throws Exception {
        new StackFiles(folder).announceStart("run");
        assertThat(run("down", "--data=" + folder)).isEqualTo(1);
        assertThat(err.toString()).contains("belong to ./millrace run (process ", "must be stopped there");
    }

    @Test
    void theToolsHaveAHelpOfTheirOwn() {
        for (String tool : new String[] {"hdfs", "hadoop"}) {
            assertThat(run(tool, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: millrace " + tool, "Tools:", "For example:");
        }
        assertThat(run("hdfs")).isEqualTo(2);
        assertThat(err.toString()).contains("error: TOOL [ARGUMENT...] is missing");
        assertThat(run("hdfs", "dsf", "-ls")).isEqualTo(2);
        assertThat(err.toString()).contains("error: hdfs tool is 'dsf', must be one of dfs, dfsadmin, fsck");
    }

    @Test
    void aFolderThatTheServersCannotNameIsOneSentenceAtOnce() {
        for (String name : new String[] {"a,b", "a;b", "a:b", "a${b}"}) {
            assertThat(run("up", "--data=" + folder.resolve(name), "--kafka-port=0"))
                    .isEqualTo(2);
            assertThat(err.toString())
                    .contains("error: --data is '" + folder.resolve(name) + "', must be a path without");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Launcher.commandLine(new ShutdownSignal());
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return ServiceMain.execute(line, arguments);
    }
}
