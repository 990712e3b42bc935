package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testsupport.TestCertificates;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who {@code cdc} connects as and how, and when it is stopped early. */
@Tag("thorough")
@ExtendWith(Servers.class)
class CdcAccessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Captures captures = new Captures(Servers.broker());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void saysWhichRightIsMissing(CdcIT.Kind kind) throws Exception {
        String table = kind.table("no_right");
        kind.database().execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)");
        try (RunningCommand running = captures.start(kind.database(), table)) {
            await().atMost(PATIENCE)
                    .until(() -> String.valueOf(captures.place(table)).contains("\"place\":{"));
            assertThat(running.stop()).isZero();
        }
        try (RunningCommand running = captures.startAs("reader", kind.database(), table)) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors())
                    .contains(
                            kind == CdcIT.Kind.POSTGRESQL
                                    ? "user reader may not read the log: ALTER ROLE reader REPLICATION"
                                    : "user reader has not the right REPLICATION SLAVE")
                    .doesNotContain("nexpected");
        }
        try (RunningCommand running = captures.startAs("nobody", kind.database(), table)) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors())
                    .contains(" refused: ")
                    .contains("nobody")
                    .doesNotContain("nexpected");
        }
    }

    @Test
    void readsPostgreSqlsLogWithTlsFromAServerThatItTrusts() throws Exception {
        TestCertificates certificates = new TestCertificates(folder.resolve("certificates"));
        TestCertificates others = new TestCertificates(folder.resolve("others"));
        try (TestPostgreSql server = TestPostgreSql.startWithTls(folder.resolve("server"), certificates)) {
            server.execute("CREATE TABLE secure (id INT PRIMARY KEY)", "INSERT INTO secure VALUES (1)");
            String url = server.url().replace("127.0.0.1", "localhost") + "?sslmode=verify-full&sslrootcert=";
            try (RunningCommand running = captures.startAt(url + others.caFile(), server, "secure")) {
                assertThat(running.status()).isEqualTo(1);
                assertThat(running.errors()).contains(" refused: ").doesNotContain("nexpected");
            }
            try (RunningCommand running = captures.startAt(url + certificates.caFile(), server, "secure")) {
                await().atMost(PATIENCE).until(() -> captures.records("secure").size() == 1 || !running.isRunning());
                server.execute("INSERT INTO secure VALUES (2)");
                await().atMost(PATIENCE).until(() -> captures.records("secure").size() == 2 || !running.isRunning());
                assertThat(running.errors()).isEmpty();
                assertThat(server.value(
                                "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE backend_type"
                                        + " = 'walsender'"))
                        .isEqualTo("t");
                assertThat(running.stop()).isZero();
            }
        }
    }

    @Test
    void readsMySqlsLogWithTls() throws Exception {
        TestDatabase database = Servers.mySql();
        database.execute("CREATE TABLE secure_mysql (id INT PRIMARY KEY)", "INSERT INTO secure_mysql VALUES (1)");
        String url = database.url().replaceFirst("\\?.*", "?sslMode=trust");
        try (RunningCommand running = captures.startAt(url, database, "secure_mysql")) {
            await().atMost(PATIENCE)
                    .until(() -> captures.records("secure_mysql").size() == 1 || !running.isRunning());
            database.execute("INSERT INTO secure_mysql VALUES (2)");
            await().atMost(PATIENCE)
                    .until(() -> captures.records("secure_mysql").size() == 2 || !running.isRunning());
            assertThat(running.errors()).isEmpty();
            assertThat(database.value("SELECT COUNT(*) FROM performance_schema.processlist p JOIN"
                            + " performance_schema.threads t ON t.processlist_id = p.id WHERE p.command LIKE 'Binlog Dump%'"
                            + " AND t.connection_type = 'SSL/TLS'"))
                    .isEqualTo("1");
            assertThat(running.stop()).isZero();
        }
    }

    @Test
    void aSnapshotThatIsStoppedIsTakenAnew() throws Exception {
        TestDatabase database = Servers.postgreSql();
        database.execute(
                "CREATE TABLE stopped (id INT PRIMARY KEY)",
                "INSERT INTO stopped VALUES (1), (2)",
                "CREATE PUBLICATION millrace_stopped FOR TABLE stopped");
        try (Connection locking = database.connect();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("LOCK TABLE stopped IN ACCESS EXCLUSIVE MODE");
            try (RunningCommand running = captures.start(database, "stopped")) {
                await().atMost(PATIENCE)
                        .until(() -> !database.value(
                                        "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                                .equals("0"));
                assertThat(running.stop()).isEqualTo(1);
                assertThat(running.errors()).contains("stopped before the snapshot was whole");
            }
            locking.rollback();
        }
        assertThat(captures.records("stopped")).isEmpty();
        try (RunningCommand running = captures.start(database, "stopped")) {
            await().atMost(PATIENCE).until(() -> captures.records("stopped").size() >= 2 || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        assertThat(captures.records("stopped")).containsExactly("1 {\"id\":1}", "2 {\"id\":2}");
    }
}
