package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    @TempDir
    Path folder;

    @Test
    void theDemoCarriesRealLogsAndCountsTheirLevelsExactly() throws Exception {
        Millrace.Run run = Millrace.run(
                folder,
                "demo",
                "--data=" + folder.resolve("data"),
                "--readings=20000",
                "--input",
                Checkout.sharedData("logs/HDFS/HDFS_2k.log").toString(),
                Checkout.sharedData("logs/Hadoop/Hadoop_2k.log").toString(),
                Checkout.sharedData("logs/Zookeeper/Zookeeper_2k.log").toString());
        assertThat(run.output())
                .containsPattern("logs_machine +6,000 +6,000 +0 +0 +lines")
                .containsPattern("iot-sensor-data +20,000 +20,000 +0 +0 +readings")
                .containsPattern("INFO +3,629\n")
                .containsPattern("WARN +2,206\n")
                .containsPattern("ERROR +163\n")
                .containsPattern("FATAL +2\n")
                .contains("OK: all counts agree");
        assertThat(run.status()).isZero();
    }

    @Test
    @Tag("thorough")
    void theDemoCarriesTheServersOwnLogs() throws Exception {
        Millrace.Run run =
                Millrace.run(folder, "demo", "--data=" + folder.resolve("data"), "--readings=5000", "--seconds=5");
        assertThat(run.output()).containsPattern("INFO +[\\d,]{3,}\n").contains("OK: all counts agree");
        assertThat(run.status()).isZero();
    }

    @Test
    @Tag("thorough")
    void aDemoThatIsKilledLeavesNothingRunning() throws Exception {
        Path data = folder.resolve("data");
        Process demo = Millrace.start(folder, "demo", "--data=" + data, "--readings=10000000");
        await().atMost(Duration.ofMinutes(3)).until(() -> services(data).size() >= 5);
        demo.destroyForcibly().waitFor();
        await().atMost(Duration.ofMinutes(2)).until(() -> services(data).isEmpty());
    }

    /** The processes that write into this data folder's logs: each service names the folder on its command line or has it open. */
    private static List<Long> services(Path data) throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(p -> p.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    // Its standard output is its log file in the data folder.
                    Path output = Files.readSymbolicLink(process.resolve("fd/1"));
                    if (output.startsWith(data.resolve("logs"))) {
                        found.add(Long.parseLong(process.getFileName().toString()));
                    }
                } catch (IOException gone) {
                    // It ended between the listing and the look, or is somebody else's.
                    continue;
                }
            }
        }
        return found;
    }

    @Test
    void aMissingInputIsOneSentence() throws Exception {
        Millrace.Run run = Millrace.run(folder, "demo", "--input", "/no/such.log", "--readings=0");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output())
                .isEqualTo("error: --readings is 0, must be from 1 to 10000000\n"
                        + "error: --input is '/no/such.log', must be a readable file\n"
                        + "Try 'millrace demo --help'.\n");
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Millrace.Run run = Millrace.run(
                    folder, "up", "--data=" + folder.resolve("data"), "--kafka-port=" + taken.getLocalPort());
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output())
                    .contains("error: --kafka-port is " + taken.getLocalPort() + ", must be a free port on 127.0.0.1")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aDataFolderThatCannotBeUsedIsOneSentence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Millrace.Run run = Millrace.run(folder, "up", "--data=" + file.resolve("data"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("error: data folder " + file.resolve("data") + " cannot be written, must be");
    }

    @Test
    void aFolderThatTheUserNamedIsNeverEmptied() throws Exception {
        Files.writeString(folder.resolve("precious"), "mine");
        Millrace.Run run = Millrace.run(folder, "demo", "--data=" + folder);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("is not empty, must be empty or missing for the demo");
        assertThat(folder.resolve("precious")).hasContent("mine");
    }

    @Test
    void aJdkThatIsTooOldIsOneSentence() throws Exception {
        Path java = folder.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\necho '    java.specification.version = 11' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder =
                new ProcessBuilder(Checkout.root().resolve("millrace").toString(), "demo").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output)
                .isEqualTo(
                        "error: JDK at '" + java + "' is version 11, must be 17 or newer; set JAVA_HOME to another\n");
    }
}
