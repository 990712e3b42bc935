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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MySQL that restarts, whose replica takes over, or whose log is not the one that was read. */
@Tag("thorough")
@ExtendWith(Servers.class)
class MySqlServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String ANEW = "Begin anew with a snapshot under another --name";

    private static final String GROUP = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

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
    void cdcEndsWhereTheFileItReadWasPurgedOfALogThatWasBegunAnew() throws Exception {
        TestDatabase database = Servers.mySql();
        database.execute("RESET BINARY LOGS AND GTIDS", "FLUSH BINARY LOGS");
        readTwoRows(database, "purged_anew");
        database.execute(
                "RESET BINARY LOGS AND GTIDS",
                "INSERT INTO purged_anew VALUES (3)",
                "FLUSH BINARY LOGS",
                "FLUSH BINARY LOGS");
        BinaryLogs.purge(database);
        // All that was purged had been read, by its id, and so had all that follows up to some of these.
        for (int i = 10; i < 40; i++) {
            database.execute("INSERT INTO purged_anew VALUES (" + i + ")");
        }
        assertEnds(database, "purged_anew", "binlog.000002 does not exist, and gtid_purged is ");
    }

    @Test
    void cdcEndsWhenALogWasBegunAnewThatHasOnlyAGroupsTransactions() throws Exception {
        TestDatabase database = Servers.mySql();
        String[] rows = new String[] {
            "CREATE TABLE grouped (id INT PRIMARY KEY)",
            "INSERT INTO grouped VALUES (1)",
            "INSERT INTO grouped VALUES (2)",
            "INSERT INTO grouped VALUES (3)",
            "INSERT INTO grouped VALUES (4)"
        };
        database.execute("RESET BINARY LOGS AND GTIDS");
        inGroup(database, rows[0], 1);
        inGroup(database, rows[1], 2);
        try (RunningCommand running = captures.start(database, "grouped")) {
            awaitRecords(running, "grouped", 1);
            inGroup(database, rows[2], 3);
            await().atMost(PATIENCE)
                    .until(() -> captures.place("grouped").contains(GROUP + ":1-3") || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        inGroup(database, rows[3], 4);
        assertReadsOn(database, "grouped", "3 {\"id\":3}");
        // The same bytes of other transactions.
        database.execute("RESET BINARY LOGS AND GTIDS", "SET SESSION sql_log_bin = 0", "DROP TABLE grouped");
        inGroup(database, rows[0], 1);
        for (int i = 1; i < rows.length; i++) {
            inGroup(database, rows[i], rows.length + 1 - i);
        }
        inGroup(database, "INSERT INTO grouped VALUES (5)", rows.length + 1);
        assertEnds(database, "grouped", "has transaction " + GROUP + ":2 behind byte ");
    }

    /** Writes with this id, as the members of a group do with the group's. */
    private static void inGroup(TestDatabase database, String statement, int number) throws SQLException {
        database.execute("SET SESSION gtid_next = '" + GROUP + ":" + number + "'", statement);
    }

    @Test
    void cdcSaysThatASingleStatementWasPurgedThatItMayHaveRead() throws Exception {
        TestDatabase database = Servers.mySql();
        database.execute("CREATE TABLE purged_one (id INT PRIMARY KEY)", "INSERT INTO purged_one VALUES (1)");
        try (RunningCommand running = captures.start(database, "purged_one")) {
            awaitRecords(running, "purged_one", 1);
            database.execute("INSERT INTO purged_one VALUES (2)");
            awaitRead(database, running, "purged_one");
            assertThat(running.stop()).isZero();
        }
        database.execute("CREATE DATABASE a_single_statement", "FLUSH BINARY LOGS");
        BinaryLogs.purge(database);
        assertEnds(
                database, "purged_one", "which must have been read and may not have been: a statement that is no part");
        database.execute("CREATE DATABASE another_one", "FLUSH BINARY LOGS");
        BinaryLogs.purge(database);
        assertEnds(database, "purged_one", "binary log was purged: gtid_purged is ");
    }

    /** Waits until all that the server wrote is in the place. */
    private void awaitRead(TestDatabase database, RunningCommand running, String table) throws SQLException {
        String all = database.value("SELECT @@global.gtid_executed").replace("\n", "");
        await().atMost(PATIENCE)
                .until(() -> captures.place(table).contains("\"gtids\":\"" + all + "\"") || !running.isRunning());
    }

    @ParameterizedTest
    @CsvSource({"binlog_row_value_options, PARTIAL_JSON, ''", "binlog_row_image, MINIMAL, FULL"})
    void cdcEndsWhenTheLogIsNotWholeAnyMore(String setting, String value, String before) throws Exception {
        String table = "not_whole_" + setting;
        first.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        try (RunningCommand running = captures.start(first, table)) {
            awaitRecords(running, table, 1);
            first.execute("SET GLOBAL " + setting + " = '" + value + "'");
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains(setting + " is " + value + ", must be ");
        } finally {
            first.execute("SET GLOBAL " + setting + " = '" + before + "'");
        }
    }

    @Test
    void cdcGoesOnBehindACompressedTransactionThatItHasSavedAsRead() throws Exception {
        first.execute("CREATE TABLE behind (id INT PRIMARY KEY, t TEXT)", "INSERT INTO behind VALUES (1, 'a')");
        try (RunningCommand running = captures.start(first, "behind")) {
            awaitRecords(running, "behind", 1);
            first.execute(
                    "SET SESSION binlog_transaction_compression = ON",
                    "INSERT INTO behind VALUES (2, REPEAT('b', 1000)), (3, 'c')");
            awaitRecords(running, "behind", 3);
            awaitRead(first, running, "behind");
            assertThat(running.stop()).isZero();
        }
        // Not the head of its file, which would not be looked up.
        assertThat(captures.place("behind")).doesNotContain("\"pos\":4,");
        first.execute("INSERT INTO behind VALUES (4, 'd')");
        assertReadsOn(first, "behind", "4 {\"id\":4,\"t\":\"d\"}");
    }

    @Test
    void cdcGoesOnAtAReplicaWhereAColumnGotAnotherNameInAnotherPlaceOfTheLog() throws Exception {
        second.execute("STOP REPLICA", "CREATE DATABASE of_the_second_alone");
        first.execute(
                "CREATE TABLE renamed_twice (id INT PRIMARY KEY, a INT)", "INSERT INTO renamed_twice VALUES (1, 1)");
        try (RunningCommand running = captures.start(first, "renamed_twice")) {
            awaitRecords(running, "renamed_twice", 1);
            first.execute("INSERT INTO renamed_twice VALUES (2, 2)");
            awaitRead(first, running, "renamed_twice");
            first.execute("ALTER TABLE renamed_twice RENAME COLUMN a TO b");
            await().atMost(PATIENCE)
                    .until(() -> captures.history("renamed_twice").stream().anyMatch(MySqlServersIT::renames)
                            || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        second.follow(first);
        await().atMost(PATIENCE)
                .until(() -> second.value("SELECT COUNT(*) FROM information_schema.columns WHERE table_name ="
                                + " 'renamed_twice' AND column_name = 'b'")
                        .equals("1"));
        second.execute("STOP REPLICA");
        for (int life = 0; life < 3; life++) {
            long connection = BinaryLogs.connection(second);
            try (RunningCommand running = captures.start(second, "renamed_twice")) {
                BinaryLogs.awaitSent(second, connection);
                assertThat(running.stop()).isZero();
                assertThat(running.errors()).isEmpty();
            }
            assertThat(captures.history("renamed_twice"))
                    .filteredOn(MySqlServersIT::renames)
                    .hasSize(1);
        }
        second.execute("INSERT INTO renamed_twice VALUES (3, 3)");
        assertReadsOn(second, "renamed_twice", "3 {\"id\":3,\"b\":3}");
    }

    private static boolean renames(String record) {
        return record.contains("RENAME COLUMN");
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
