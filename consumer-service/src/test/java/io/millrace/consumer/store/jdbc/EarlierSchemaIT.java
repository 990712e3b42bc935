package io.millrace.consumer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.Servers;
import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.PartitionBatch;
import io.millrace.consumer.engine.StateKey;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.database.SqlFailures;
import io.millrace.testsupport.MariaDbServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assumptions;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database that the service's first version made and filled. */
@ExtendWith(Servers.class)
class EarlierSchemaIT {

    private static final PartitionId PARTITION = new PartitionId("readings", 2);
    private static final StateKey CHANGED = new StateKey(RecordKind.READING, "dev 1");
    private static final StateKey LEFT = new StateKey(RecordKind.READING, "dev 2");

    @TempDir
    private Path folder;

    @Test
    void onH2WindowsAreCarriedOver() throws Exception {
        String url = "jdbc:h2:mem:earlier;MODE=MySQL;DATABASE_TO_LOWER=TRUE;TIME ZONE=UTC";
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            windowsAreCarriedOver(url, "sa", "", connection, List.of());
        }
    }

    @Test
    @Tag("thorough")
    void onMariaDbWindowsAreCarriedOverAlsoByAStartBehindOneThatWasKilled() throws Exception {
        // A server of its own: the one of the other tests has the current schema.
        Optional<MariaDbServer> started = MariaDbServer.start(
                Path.of("target", "mariadb"), folder.resolve("server"), MariaDbServer.Durability.PROCESS_CRASH);
        Assumptions.assumeThat(started).as("MariaDB for this machine").isPresent();
        try (MariaDbServer server = started.get();
                Connection connection = server.connect()) {
            windowsAreCarriedOver(
                    server.jdbcUrl(),
                    server.user(),
                    server.password(),
                    connection,
                    List.of("ALTER TABLE consumer_window_state RENAME TO consumer_window_rows"));
        }
    }

    @Test
    @Tag("thorough")
    void onMariaDbTheFirstVersionIsNamedWhenItWasKilled() throws Exception {
        Optional<MariaDbServer> started = MariaDbServer.start(
                Path.of("target", "mariadb"), folder.resolve("server"), MariaDbServer.Durability.PROCESS_CRASH);
        Assumptions.assumeThat(started).as("MariaDB for this machine").isPresent();
        try (MariaDbServer server = started.get();
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE consumer_progress (id INT)");
            DatabaseSettings settings =
                    new DatabaseSettings(server.jdbcUrl(), server.user(), server.password(), Duration.ofSeconds(10));
            try (JdbcAlertStore store = new JdbcAlertStore(settings, "group", "new", Clock.systemUTC())) {
                assertThatThrownBy(() -> store.claim(PARTITION, "topic-id", 0))
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContaining("table consumer_progress is there, but not known");
            }
        }
    }

    /** @param interrupted what an earlier start had done of the newer schema when it was killed */
    private static void windowsAreCarriedOver(
            String url, String user, String password, Connection connection, List<String> interrupted)
            throws Exception {
        DatabaseSettings settings = new DatabaseSettings(url, user, password, Duration.ofSeconds(10));
        Flyway.configure()
                .dataSource(settings.driverUrl(), user, password)
                .locations("classpath:io/millrace/consumer/db/migration")
                .table("millrace_consumer_schema")
                .target("1")
                .load()
                .migrate();
        fill(connection);
        try (Statement statement = connection.createStatement()) {
            for (String sql : interrupted) {
                statement.execute(sql);
            }
        }

        try (JdbcAlertStore store = new JdbcAlertStore(settings, "group", "new", Clock.systemUTC())) {
            Claim claim = store.claim(PARTITION, "topic-id", 0);
            assertThat(claim.nextOffset()).isEqualTo(10);
            assertThat(claim.windows()).containsOnlyKeys(CHANGED, LEFT);
            assertThat(claim.windows().get(LEFT)).containsExactly(2);

            store.store(List.of(commit(claim, Map.of(CHANGED, new byte[] {7}))));

            Claim next = store.claim(PARTITION, "topic-id", 0);
            assertThat(next.windows()).containsOnlyKeys(CHANGED, LEFT);
            assertThat(next.windows().get(CHANGED)).containsExactly(7);
        }
        assertThatThrownBy(() -> putState(connection, "dev 1", (byte) 9))
                .as("a process of the earlier version stores windows")
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(SqlFailures.stays(failure)).isTrue());
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO consumer_progress VALUES ('group', 'readings', 2, 'topic-id', 'box', 1,"
                            + " 'old', 10, 0, 1000, 0, 10, 0, 0, '2026-01-01 00:00:00')");
        }
        putState(connection, "dev 1", (byte) 1);
        putState(connection, "dev 2", (byte) 2);
    }

    private static void putState(Connection connection, String key, byte state) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO consumer_window_state VALUES ('group', 'readings', 2, ?, 'reading', ?, ?)")) {
            insert.setBytes(1, key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            insert.setString(2, key);
            insert.setBytes(3, new byte[] {state});
            insert.executeUpdate();
        }
    }

    private static PartitionCommit commit(Claim claim, Map<StateKey, byte[]> changes) {
        PartitionBatch batch = new PartitionBatch(
                PARTITION,
                20,
                10,
                List.of(),
                List.of(),
                new EventClock(2_000, 0),
                new HashMap<>(changes),
                Map.of(),
                Map.of());
        return new PartitionCommit(
                batch, claim.epoch(), 10, 0, List.of(), 0, claim.windowLog().add(changes));
    }
}
