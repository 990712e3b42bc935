package io.millrace.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFilesTest {
    @TempDir
    Path temporary;

    private StackFiles files;

    @BeforeEach
    void folder() throws IOException {
        files = new StackFiles(Files.createDirectories(temporary.resolve("d 50% ü 'q\"")));
    }

    @Test
    void serversThatStartHaveAnOwnerAndThoseThatRunHaveAddresses() {
        assertThat(files.owner()).isEmpty();
        files.announceStart("up");
        assertThat(files.owner())
                .hasValueSatisfying(owner -> assertThat(owner.command()).isEqualTo("up"));
        assertThat(files.running()).isEmpty();
        files.announce(addresses());
        assertThat(files.running()).contains(addresses());
        files.withdraw();
        assertThat(files.running()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftBehindIsNotTakenForRunningServers() throws Exception {
        files.announceStart("up");
        files.announce(addresses());
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.writeString(
                files.folder().resolve("owner.json"),
                "{\"command\": \"up\", \"pid\": " + ended.pid() + ", \"started\": 1}");
        assertThat(files.owner()).isEmpty();
        assertThat(files.running()).isEmpty();
        // Another process has the number by now.
        Files.writeString(
                files.folder().resolve("owner.json"),
                "{\"command\": \"up\", \"pid\": " + ProcessHandle.current().pid() + ", \"started\": 1}");
        assertThat(files.running()).isEmpty();
    }

    @Test
    void aStartForgetsTheAddressesOfTheRunBefore() {
        files.announceStart("up");
        files.announce(addresses());
        files.announceStart("up");
        assertThat(files.running()).isEmpty();
    }

    @Test
    void whatIsHdfsOwnStandsInItsOwnFileWhereItsDefaultsDoNotWin() {
        files.writeHadoopConf(Map.of("fs.defaultFS", "hdfs://127.0.0.1:1", "dfs.replication", "1"));
        Configuration hdfs = new Configuration(false);
        hdfs.addResource(new org.apache.hadoop.fs.Path(
                files.conf().resolve("hdfs-site.xml").toUri()));
        assertThat(hdfs.get("dfs.replication")).isEqualTo("1");
        Configuration core = new Configuration(false);
        core.addResource(new org.apache.hadoop.fs.Path(
                files.conf().resolve("core-site.xml").toUri()));
        assertThat(core.get("fs.defaultFS")).isEqualTo("hdfs://127.0.0.1:1");
        assertThat(core.get("dfs.replication")).isNull();
    }

    @Test
    void theAddressesCanBePastedIntoAShellWhateverTheFolderIsCalled() throws Exception {
        StringBuilder script = new StringBuilder();
        StackEnvironment.exports(addresses())
                .forEach(line -> script.append(line).append('\n'));
        script.append("printf '%s|%s|%s' \"$HADOOP_CONF_DIR\" \"$JDBC_URL\" \"$KAFKA_BOOTSTRAP_SERVERS\"");
        Process shell = new ProcessBuilder("sh", "-c", script.toString()).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(files.conf() + "|jdbc:h2:tcp://127.0.0.1:3/./millrace;TIME ZONE=UTC|127.0.0.1:1");
        assertThat(script).doesNotContain("JDBC_PASSWORD=");
    }

    private StackAddresses addresses() {
        return new StackAddresses(
                "127.0.0.1:1",
                URI.create("hdfs://127.0.0.1:2"),
                URI.create("http://127.0.0.1:4/"),
                "jdbc:h2:tcp://127.0.0.1:3/./millrace;TIME ZONE=UTC",
                "millrace",
                files.folder().resolve("database/password").toString(),
                files.conf().toString(),
                null);
    }
}
