package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** MySQL that restarts, whose replica takes over, or whose log is not the one that was read. */
@Tag("thorough")
@ExtendWith(Servers.class)
class MySqlServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String ANEW = "Begin anew with a snapshot under another --name";

    @TempDir
    static Path folder;

    private static TestMySql first;
    private static TestMySql second;

    private final Captures captures = new Captures(Servers.broker());

    @BeforeAll
    static void startTwo() throws SQLException {
        first = TestMySql.startDurable(folder.resolve("first"), 1);
        second = TestMySql.startDurable(folder.resolve("second"), 2);
        first.forgetLog();
        second.forgetLog();
    }

    @AfterAll
    static void stopThem() {
        for (TestMySql server : new TestMySql[] {first, second}) {
            if (server != null) {
                server.close();
            }
        }
    }

    @Test
    void cdcGoesOnWhenAKilledServerIsBack() throws Exception {
        first.execute("CREATE TABLE outage_mysql (id INT PRIMARY KEY)", "INSERT INTO outage_mysql VALUES (1)");
        try (RunningCommand running = captures.start(first, "outage_mysql")) {
            awaitRecords(running, "outage_mysql", 1);
            first.kill();
            first.restart();
            first.execute("INSERT INTO outage_mysql VALUES (2)");
            awaitRecords(running, "outage_mysql", 2);
            assertThat(running.stop()).isZero();
        }
        assertThat(captures.records("outage_mysql")).containsExactly("1 {\"id\":1}", "2 {\"id\":2}");
    }

    @Test
    void cdcGoesOnAtAReplicaThatTookOver() throws Exception {
        second.follow(first);
        readTwoRows(first, "taken_over_mysql");
        first.execute("INSERT INTO taken_over_mysql VALUES (3)");
        await().atMost(PATIENCE).until(() -> count(second, "taken_over_mysql") == 3);
        second.execute("STOP REPLICA", "INSERT INTO taken_over_mysql VALUES (4)");
        assertReadsOn(second, "taken_over_mysql", "3 {\"id\":3}", "4 {\"id\":4}");
        second.execute("INSERT INTO taken_over_mysql VALUES (5)");
        assertReadsOn(second, "taken_over_mysql", "5 {\"id\":5}");
        // The first one has not what the second one wrote since: going back would leave it out.
        assertEnds(first, "taken_over_mysql", ", must have ");
    }

    @Test
    void cdcEndsAtAnotherServer() throws Exception {
        readTwoRows(Servers.mySql(), "other_mysql");
        first.execute("CREATE TABLE other_mysql (id INT PRIMARY KEY)", "INSERT INTO other_mysql VALUES (3)");
        assertEnds(first, "other_mysql", "or it is another one");
    }

    @Test
    void cdcEndsWhenTheLogWasBegunAnew() throws Exception {
        TestDatabase database = Servers.mySql();
        database.execute("CREATE TABLE padding (id INT PRIMARY KEY)", "RESET BINARY LOGS AND GTIDS");
        readTwoRows(database, "begun_anew_mysql");
        database.execute("INSERT INTO begun_anew_mysql VALUES (3)", "RESET BINARY LOGS AND GTIDS");
        database.execute("INSERT INTO begun_anew_mysql VALUES (4)");
        assertEnds(database, "begun_anew_mysql", "its log was begun anew, or it is another one");
        // The ids of its transactions pass the one that was read last, in a file of the same name.
        for (int i = 10; i < 40; i++) {
            database.execute("INSERT INTO begun_anew_mysql VALUES (" + i + ")");
        }
        assertEnds(database, "begun_anew_mysql", "it was begun anew");
    }

    @Test
    void cdcReadsCompressedTransactions() throws Exception {
        first.execute("CREATE TABLE compressed (id INT PRIMARY KEY, t TEXT)", "INSERT INTO compressed VALUES (1, 'a')");
        try (RunningCommand running = captures.start(first, "compressed")) {
            awaitRecords(running, "compressed", 1);
            assertThat(running.stop()).isZero();
        }
        first.execute(
                "SET SESSION binlog_transaction_compression = ON",
                "INSERT INTO compressed VALUES (2, REPEAT('b', 1000)), (3, 'c')",
                "DELETE FROM compressed WHERE id = 2");
        assertReadsOn(
                first,
                "compressed",
                "2 {\"id\":2,\"t\":\"" + "b".repeat(1000) + "\"}",
                "3 {\"id\":3,\"t\":\"c\"}",
                "2 null");
        first.execute("INSERT INTO compressed VALUES (4, 'd')");
        assertReadsOn(first, "compressed", "4 {\"id\":4,\"t\":\"d\"}");
    }

    @Test
    void jdbcGoesOnWhenAKilledServerIsBackAndAtItsReplica() throws Exception {
        first.execute("CREATE TABLE polled_mysql (id INT PRIMARY KEY)", "INSERT INTO polled_mysql VALUES (1)");
        try (RunningCommand running = poll(first)) {
            awaitRecords(running, "polled_mysql", 1);
            first.kill();
            first.restart();
            first.execute("INSERT INTO polled_mysql VALUES (2)");
            awaitRecords(running, "polled_mysql", 2);
            assertThat(running.stop()).isZero();
        }
        second.follow(first);
        await().atMost(PATIENCE).until(() -> count(second, "polled_mysql") == 2);
        second.execute("STOP REPLICA", "INSERT INTO polled_mysql VALUES (3)");
        try (RunningCommand running = poll(second)) {
            awaitRecords(running, "polled_mysql", 3);
            assertThat(running.stop()).isZero();
        }
        assertThat(captures.records("polled_mysql")).containsExactly("1 {\"id\":1}", "2 {\"id\":2}", "3 {\"id\":3}");
    }

    private static RunningCommand poll(TestDatabase database) {
        return new RunningCommand(database.arguments(
                "jdbc",
                "--bootstrap-servers=" + Servers.broker().bootstrapServers(),
                "--table=polled_mysql",
                "--name=polled_mysql",
                "--partitions=1",
                "--poll-interval=50ms"));
    }

    private void readTwoRows(TestDatabase database, String table) throws Exception {
        database.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        try (RunningCommand running = captures.start(database, table)) {
            awaitRecords(running, table, 1);
            database.execute("INSERT INTO " + table + " VALUES (2)");
            awaitRecords(running, table, 2);
            assertThat(running.stop()).isZero();
        }
    }

    private void assertEnds(TestDatabase database, String table, String reason) throws Exception {
        List<String> before = captures.records(table);
        try (RunningCommand running = captures.start(database, table)) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains(reason, ANEW).doesNotContain("nexpected");
        }
        assertThat(captures.records(table)).isEqualTo(before);
    }

    private void assertReadsOn(TestDatabase database, String table, String... records) throws Exception {
        int before = captures.records(table).size();
        try (RunningCommand running = captures.start(database, table)) {
            awaitRecords(running, table, before + records.length);
            assertThat(running.stop()).isZero();
        }
        List<String> all = captures.records(table);
        assertThat(all.subList(before, all.size())).containsExactly(records);
    }

    private void awaitRecords(RunningCommand running, String table, int count) {
        await().atMost(PATIENCE).until(() -> captures.records(table).size() >= count || !running.isRunning());
        assertThat(running.errors()).isEmpty();
    }

    private static int count(TestDatabase database, String table) {
        try {
            return Integer.parseInt(database.value("SELECT COUNT(*) FROM " + table));
        } catch (SQLException e) {
            // The table was not replicated yet.
            return 0;
        }
    }
}
