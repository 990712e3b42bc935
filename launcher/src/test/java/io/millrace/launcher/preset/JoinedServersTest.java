package io.millrace.launcher.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.ShutdownSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This process stands for that of {@code ./millrace up}. */
class JoinedServersTest {
    @TempDir
    Path folder;

    private final ShutdownSignal stop = new ShutdownSignal();
    private final StringWriter out = new StringWriter();
    private StackFiles files;
    private JoinedServers servers;

    @BeforeEach
    void servers() {
        files = new StackFiles(folder);
        servers = new JoinedServers(files, Screen.on(new PrintWriter(out)), stop);
    }

    @Test
    void whereUpDoesNotRunThereIsNothingToJoin() throws Exception {
        assertThat(JoinedServers.run(folder)).isFalse();
        assertThat(servers.await()).isEmpty();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serversOfAnotherCommandAreNotJoined() throws Exception {
        files.announceStart("run");
        assertThat(JoinedServers.run(folder)).isFalse();
        assertThat(servers.await()).isEmpty();
    }

    @Test
    void runningServersAreJoinedAtOnce() throws Exception {
        files.announceStart("up");
        running();
        assertThat(servers.await())
                .hasValueSatisfying(found -> assertThat(found.kafka()).isEqualTo("h:1"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serversThatStartAreWaitedForUntilTheUserHasEnough() throws Exception {
        files.announceStart("up");
        stop.request();
        assertThat(servers.await()).isEmpty();
        assertThat(out.toString()).contains("Waiting for the servers of ./millrace up, which start or stop ...");
    }

    private void running() throws IOException {
        Files.writeString(folder.resolve("stack.json"), """
                {"kafka": "h:1", "hdfs": "hdfs://h:2", "hdfs_web": "http://h:3/", "database": "jdbc:h2:mem:x",
                 "database_user": "u", "database_password_file": "/p", "hadoop_conf_dir": "/c", "a_later_field": 1}
                """);
    }
}
