package io.millrace.producer;

import static org.awaitility.Awaitility.await;

import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A real MySQL in a container, which writes a log with global transaction ids; runs with {@code -Pthorough}, and where no
 * engine answers, the tests that need it are skipped and say so. */
final class TestMySql implements TestDatabase {
    private static final String USER = "millrace";
    private static final int PORT = 3306;

    // A replica takes no longer one.
    private final String password = UUID.randomUUID().toString().replace("-", "");
    private final Path folder;
    /** Its own, not one that the engine chooses: a server that is started again has to have it still. */
    private final int port = FreePorts.any();
    // Not Testcontainers' MySQLContainer: that one wants MySQL's own driver for what it does.
    private final GenericContainer<?> server;

    private TestMySql(Path folder, int number) {
        this.folder = folder;
        this.server = new GenericContainer<>(DockerImageName.parse("mysql:8.4"))
                .withEnv("MYSQL_ROOT_PASSWORD", UUID.randomUUID().toString())
                .withEnv("MYSQL_DATABASE", "weather_db")
                .withEnv("MYSQL_USER", USER)
                .withEnv("MYSQL_PASSWORD", password)
                .withCommand("mysqld", "--server-id=" + number, "--gtid-mode=ON", "--enforce-gtid-consistency=ON")
                // Over TCP: while the image sets up its databases a server without network runs, which must not count.
                .waitingFor(Wait.forSuccessfulCommand("MYSQL_PWD=" + password
                                + " mysql --protocol=tcp -h 127.0.0.1 -u millrace -e 'SELECT 1'")
                        .withStartupTimeout(Duration.ofMinutes(6)));
        server.setPortBindings(List.of("127.0.0.1:" + port + ":" + PORT));
    }

    /** Starts a new server, which loses its data with its process; skips the test where no container engine answers. */
    static TestMySql start(Path folder) {
        TestMySql made = made(folder, 1);
        // In memory: on a slow disk the image takes minutes to set its databases up, and no test needs them later.
        made.server.withTmpFs(Map.of("/var/lib/mysql", "rw"));
        return started(made);
    }

    /** As the other, with a number of its own among servers that replicate each other, and data that a kill leaves. */
    static TestMySql startDurable(Path folder, int number) {
        return started(made(folder, number));
    }

    private static TestMySql made(Path folder, int number) {
        Assumptions.assumeTrue(
                Boolean.getBoolean("thorough"), "SKIPPED: tests on MySQL in a container run with -Pthorough");
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "SKIPPED: tests on a real MySQL server need a container engine, and none answers");
        return new TestMySql(folder, number);
    }

    private static TestMySql started(TestMySql made) {
        try {
            Files.createDirectories(made.folder);
            made.server.start();
            Files.writeString(made.passwordFile(), made.password);
            made.asAdministrator(
                    "GRANT ALL ON *.* TO " + USER,
                    // May read nothing but tables.
                    "CREATE USER reader IDENTIFIED BY '" + made.password + "'",
                    "GRANT SELECT ON *.* TO reader");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("MySQL could not be set up", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asAdministrator(String... statements) throws IOException, InterruptedException {
        // A replica must not get them: it has users of its own.
        String sql = "SET sql_log_bin = 0; " + String.join("; ", statements);
        Container.ExecResult result = server.execInContainer(
                "sh", "-c", "MYSQL_PWD=\"$MYSQL_ROOT_PASSWORD\" mysql -u root -e \"" + sql + "\"");
        if (result.getExitCode() != 0) {
            throw new IOException("MySQL refused: " + result.getStderr());
        }
    }

    /** What happened to it so far is no transaction of its own: what the image does to each server it does to all. */
    void forgetLog() throws SQLException {
        execute("RESET BINARY LOGS AND GTIDS");
    }

    /** Makes it follow another one, from what it has on; a server that was started again may have another address. */
    void follow(TestMySql other) throws SQLException {
        String host = other.server
                .getDockerClient()
                .inspectContainerCmd(other.server.getContainerId())
                .exec()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
        execute(
                "STOP REPLICA",
                "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '" + host + "', SOURCE_PORT = " + PORT
                        + ", SOURCE_USER = '" + USER + "', SOURCE_PASSWORD = '" + other.password
                        + "', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1",
                "START REPLICA");
    }

    @Override
    public String url() {
        // MySQL hands its public key out only if it is asked to, and without TLS the password needs it.
        return "jdbc:mysql://127.0.0.1:" + port + "/weather_db?allowPublicKeyRetrieval=true";
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
        server.getDockerClient().startContainerCmd(server.getContainerId()).exec();
        await().atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(() -> value("SELECT 1").equals("1"));
    }

    @Override
    public void close() {
        server.stop();
    }
}
