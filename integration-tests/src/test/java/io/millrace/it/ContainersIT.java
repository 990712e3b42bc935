package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.it.ServiceJar.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The packaged services against the servers' official images, which behave in ways that embedded ones do not (MySQL's own
 * types, locks and passwords; a broker across a network). Skipped where no container engine answers.
 */
@Testcontainers(disabledWithoutDocker = true)
@Tag("thorough")
class ContainersIT {
    private static final String PASSWORD = UUID.randomUUID().toString();
    private static final int REPORTS = 4_000;

    @Container
    private static final KafkaContainer KAFKA = new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"))
            .withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");

    // Not Testcontainers' MySQLContainer: that one wants MySQL's own driver on the class path.
    @Container
    private static final GenericContainer<?> MYSQL = new GenericContainer<>(DockerImageName.parse("mysql:8.4"))
            .withEnv("MYSQL_ROOT_PASSWORD", UUID.randomUUID().toString())
            .withEnv("MYSQL_DATABASE", "weather_db")
            .withEnv("MYSQL_USER", "millrace")
            .withEnv("MYSQL_PASSWORD", PASSWORD)
            .withExposedPorts(3306)
            .withTmpFs(Map.of("/var/lib/mysql", "rw"))
            // Over TCP: while the image sets up its databases, a server without network runs, and that one must not
            // count.
            .waitingFor(Wait.forSuccessfulCommand(
                            "MYSQL_PWD=" + PASSWORD + " mysql --protocol=tcp -h 127.0.0.1 -u millrace -e 'SELECT 1'")
                    .withStartupTimeout(Duration.ofMinutes(6)));

    @TempDir
    Path folder;

    private Path password;

    @BeforeEach
    void writePassword() throws Exception {
        password = Files.createFile(
                folder.resolve("password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, PASSWORD);
    }

    @Test
    void rowsOfMysqlGoThroughKafkaIntoWarningsOnceEach() throws Exception {
        run(
                "producer-service",
                database("weather", "--target=database", "--count=" + REPORTS, "--interval=0", "--seed=7"));
        assertThat(sql("SELECT COUNT(*) FROM weather")).isEqualTo(String.valueOf(REPORTS));
        String hot = sql("SELECT COUNT(*) FROM weather WHERE degrees > 30");
        assertThat(Integer.parseInt(hot)).isPositive();

        // Twice: what was brought over or raised before must not come again.
        for (int i = 0; i < 2; i++) {
            run(
                    "producer-service",
                    database(
                            "jdbc",
                            "--table=weather",
                            "--topic=weather",
                            "--value-format=protobuf",
                            "--key-columns=station_id",
                            "--name=weather-source",
                            "--until-end",
                            "--bootstrap-servers=" + KAFKA.getBootstrapServers()));
            run(
                    "consumer-service",
                    database(
                            "alerts",
                            "--topics=weather:weather-protobuf",
                            "--alerts-topic=weather-warnings",
                            "--until-end",
                            "--bootstrap-servers=" + KAFKA.getBootstrapServers()));
            assertThat(messages("weather")).isEqualTo(REPORTS);
            assertThat(messages("weather-warnings")).isEqualTo(Integer.parseInt(hot));
            assertThat(sql("SELECT COUNT(*) FROM warning_temperatures")).isEqualTo(hot);
            assertThat(sql("SELECT COUNT(*) FROM weather t JOIN warning_temperatures w"
                            + " ON w.station_id = t.station_id AND w.observed_at = t.date AND w.degrees = t.degrees"))
                    .isEqualTo(hot);
        }
    }

    private List<String> database(String command, String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--jdbc-url=jdbc:mysql://" + MYSQL.getHost() + ":" + MYSQL.getMappedPort(3306) + "/weather_db",
                "--jdbc-user=millrace",
                "--jdbc-password-file=" + password));
        arguments.addAll(List.of(further));
        return arguments;
    }

    private long messages(String topic) throws Exception {
        return run(
                        "consumer-service",
                        List.of(
                                "read",
                                "--bootstrap-servers=" + KAFKA.getBootstrapServers(),
                                "--topic=" + topic,
                                "--from=earliest",
                                "--until-end",
                                "--json"))
                .lines()
                .filter(line -> line.startsWith("{"))
                .count();
    }

    private static String sql(String statement) throws Exception {
        ExecResult result = MYSQL.execInContainer(
                "bash",
                "-c",
                "MYSQL_PWD=\"$1\" exec mysql -u millrace -N -B weather_db -e \"$2\"",
                "-",
                PASSWORD,
                statement);
        assertThat(result.getExitCode()).as(result.getStderr()).isZero();
        return result.getStdout().strip();
    }

    /** Runs a service's jar to its end, which must be a good one; returns what it printed. */
    private String run(String service, List<String> arguments) throws Exception {
        Ran ran = ServiceJar.run(service, arguments, Files.createTempFile(folder, service, ".out"));
        assertThat(ran.status()).as(ran.said()).isZero();
        return ran.said();
    }
}
