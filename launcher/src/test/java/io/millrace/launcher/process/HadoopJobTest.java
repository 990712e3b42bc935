package io.millrace.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets Hadoop's runner run {@link SampleService} in place of the job. */
class HadoopJobTest {
    @TempDir
    Path folder;

    private final ShutdownSignal stop = new ShutdownSignal();
    private Home home;
    private StackFiles files;

    @BeforeEach
    void checkout() throws IOException {
        home = new Home(folder.resolve("mill race"));
        // Hadoop's runner and what it needs, by name: the class path of this test.
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(part -> Path.of(part).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Path jar = home.root().resolve("launcher/target/launcher.jar");
        Files.createDirectories(jar.getParent());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        SampleService.jar(home.root().resolve("mapreduce-job/target/mapreduce-job.jar"));
        files = new StackFiles(folder.resolve("data"));
        Files.createDirectories(files.logs());
        Files.createDirectories(files.conf());
    }

    @Test
    void aJobThatSucceedsHasItsOutputInALog() throws Exception {
        run(List.of("0", "counted"), Map.of("JDBC_USER", "mine"));
        assertThat(log()).contains("counted\n", "JDBC_USER=mine\n");
    }

    @Test
    void aJobThatFailsIsQuoted() throws Exception {
        Files.writeString(files.logs().resolve("levels.log"), "error: long ago\n");
        assertThatThrownBy(() -> run(List.of("3", "error: the folder is there"), Map.of()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("levels ended with status 3, must be 0 (the folder is there); see "
                        + files.logs().resolve("levels.log"));
        assertThat(log()).startsWith("error: long ago\n");
    }

    @Test
    void aStopEndsTheJobAndIsNoFailure() throws Exception {
        Thread user = new Thread(() -> {
            await().atMost(Duration.ofMinutes(2)).until(() -> log().contains("waiting"));
            stop.request();
        });
        user.start();
        run(List.of("wait"), Map.of());
        user.join();
        assertThat(stop.isRequested()).isTrue();
    }

    @Test
    void aStopThatEndedTheSourcesLeavesTheJobToItsEnd() throws Exception {
        stop.request();
        run(List.of("0", "counted all the same"), Map.of());
        assertThat(log()).contains("counted all the same\n");
        assertThatThrownBy(() -> run(List.of("4"), Map.of())).hasMessageContaining("ended with status 4");
    }

    private void run(List<String> arguments, Map<String, String> environment) throws Exception {
        new HadoopJob(home, files).run("mapreduce-job", arguments, environment, "levels", stop);
    }

    private String log() throws IOException {
        Path log = files.logs().resolve("levels.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
