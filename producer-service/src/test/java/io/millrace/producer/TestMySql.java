package io.millrace.producer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A real MySQL in a container; runs with {@code -Pthorough}, and where no engine answers, the tests
 * that need it are skipped and say so. */
final class TestMySql implements TestDatabase {
    private static final String USER = "millrace";

    private final String password = UUID.randomUUID().toString();
    private final Path folder;
    // Not Testcontainers' MySQLContainer: that one wants MySQL's own driver on the class path.
    private final GenericContainer<?> server;

    private TestMySql(Path folder) {
        this.folder = folder;
        this.server = new GenericContainer<>(DockerImageName.parse("mysql:8.4"))
                .withEnv("MYSQL_ROOT_PASSWORD", UUID.randomUUID().toString())
                .withEnv("MYSQL_DATABASE", "weather_db")
                .withEnv("MYSQL_USER", USER)
                .withEnv("MYSQL_PASSWORD", password)
                .withExposedPorts(3306)
                // In memory: on a slow disk the image takes minutes to set its databases up, and no test needs them
                // later.
                .withTmpFs(Map.of("/var/lib/mysql", "rw"))
                // Over TCP: while the image sets up its databases a server without network runs, which must not count.
                .waitingFor(Wait.forSuccessfulCommand("MYSQL_PWD=" + password
                                + " mysql --protocol=tcp -h 127.0.0.1 -u millrace -e 'SELECT 1'")
                        .withStartupTimeout(Duration.ofMinutes(6)));
    }

    /** Starts a new server; skips the test where no container engine answers. */
    static TestMySql start(Path folder) {
        Assumptions.assumeTrue(
                Boolean.getBoolean("thorough"), "SKIPPED: tests on MySQL in a container run with -Pthorough");
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "SKIPPED: tests on a real MySQL server need a container engine, and none answers");
        try {
            TestMySql made = new TestMySql(Files.createDirectories(folder));
            made.server.start();
            Files.writeString(made.passwordFile(), made.password);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for MySQL's password", e);
        }
    }

    @Override
    public String url() {
        // MySQL hands its public key out only if it is asked to, and without TLS the password needs it.
        return "jdbc:mysql://" + server.getHost() + ":" + server.getMappedPort(3306)
                + "/weather_db?allowPublicKeyRetrieval=true";
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
        return DriverManager.getConnection(url().replace("jdbc:mysql:", "jdbc:mariadb:"), USER, password);
    }

    @Override
    public void kill() {
        server.getDockerClient()
                .killContainerCmd(server.getContainerId())
                .withSignal("KILL")
                .exec();
    }

    @Override
    public void restart() {
        throw new UnsupportedOperationException("a container that is started again has another port");
    }

    @Override
    public void close() {
        server.stop();
    }
}
