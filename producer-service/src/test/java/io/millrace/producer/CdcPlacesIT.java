package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Places in a log that are, or are no more, those that {@code cdc} had reached: nothing is left out without a word. */
@Tag("thorough")
@ExtendWith(Servers.class)
class CdcPlacesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String ANEW = "Begin anew with a snapshot under another --name";

    private final Captures captures = new Captures(Servers.broker());

    @TempDir
    Path folder;

    @Test
    void endsWhenMariaDbsLogWasBegunAnew() throws Exception {
        try (TestDatabase database = TestMariaDb.start(folder.resolve("server"))) {
            readTwoRows(database, "begun_anew");
            database.execute("INSERT INTO begun_anew VALUES (3)", "RESET MASTER");
            // The ids of its transactions pass the one that was read last, in a file of the same name.
            for (int i = 10; i < 40; i++) {
                database.execute("INSERT INTO begun_anew VALUES (" + i + ")");
            }
            assertEnds(database, "begun_anew", "it was begun anew or is another server's");
        }
    }

    @Test
    void goesOnAtAReplicaOfMariaDbThatTookOver() throws Exception {
        try (TestMariaDb first = TestMariaDb.start(folder.resolve("first"), 1);
                TestMariaDb second = TestMariaDb.start(folder.resolve("second"), 2)) {
            // Their logs are of different length.
            second.execute("CREATE TABLE only_here (id INT PRIMARY KEY)");
            second.replicate(first);
            readTwoRows(first, "taken_over");
            first.execute("INSERT INTO taken_over VALUES (3)");
            await().atMost(PATIENCE).until(() -> count(second, "taken_over") == 3);
            first.kill();
            second.execute("STOP SLAVE", "INSERT INTO taken_over VALUES (4)");
            assertReadsOn(second, "taken_over", "3 {\"id\":3}", "4 {\"id\":4}");
            second.execute("INSERT INTO taken_over VALUES (5)");
            assertReadsOn(second, "taken_over", "5 {\"id\":5}");
        }
    }

    @Test
    void goesOnAtAReplicaOfMariaDbWhereNothingHappenedSinceItTookOver() throws Exception {
        try (TestMariaDb first = TestMariaDb.start(folder.resolve("first"), 1);
                TestMariaDb second = TestMariaDb.start(folder.resolve("second"), 2)) {
            second.replicate(first);
            readTwoRows(first, "quiet_since");
            await().atMost(PATIENCE).until(() -> count(second, "quiet_since") == 2);
            first.kill();
            second.execute("STOP SLAVE");
            waitForPlace(second, "quiet_since", place -> place.contains("\"millrace_server\":\"2\""));
            second.execute("INSERT INTO quiet_since VALUES (3)");
            assertReadsOn(second, "quiet_since", "3 {\"id\":3}");
        }
    }

    @Test
    void goesOnAtAMariaDbWhereNothingHappens() throws Exception {
        try (TestDatabase database = TestMariaDb.start(folder.resolve("server"))) {
            database.execute("CREATE TABLE quiet (id INT PRIMARY KEY)", "INSERT INTO quiet VALUES (1)");
            for (int life = 0; life < 2; life++) {
                String before = captures.place("quiet");
                // As the server's own sign of life tells it, which comes after 8 s.
                waitForPlace(database, "quiet", place -> place.contains("\"server_id\"") && !place.equals(before));
            }
            database.execute("INSERT INTO quiet VALUES (2)");
            assertReadsOn(database, "quiet", "2 {\"id\":2}");
        }
    }

    @Test
    void endsAtAnotherMariaDb() throws Exception {
        readTwoRows(Servers.database(), "other_server");
        try (TestDatabase other = TestMariaDb.start(folder.resolve("other"), 2)) {
            other.execute("CREATE TABLE other_server (id INT PRIMARY KEY)", "INSERT INTO other_server VALUES (3)");
            assertEnds(other, "other_server", "is not in its gtid_binlog_pos");
        }
    }

    @Test
    void readsOnWhereOtherTablesFilledLogsThatMariaDbPurged() throws Exception {
        try (TestDatabase database = TestMariaDb.start(folder.resolve("server"))) {
            database.execute("CREATE TABLE busy (id INT PRIMARY KEY)");
            database.execute("CREATE TABLE idle (id INT PRIMARY KEY)", "INSERT INTO idle VALUES (1)");
            try (RunningCommand running = captures.start(database, "idle")) {
                await().atMost(PATIENCE).until(() -> captures.records("idle").size() == 1);
                database.execute("INSERT INTO idle VALUES (2)");
                await().atMost(PATIENCE).until(() -> captures.records("idle").size() == 2);
                String before = captures.place("idle");
                database.execute("FLUSH BINARY LOGS", "INSERT INTO busy VALUES (1)");
                await().atMost(PATIENCE).until(() -> !captures.place("idle").equals(before));
                assertThat(running.stop()).isZero();
            }
            BinaryLogs.purge(database);
            database.execute("INSERT INTO idle VALUES (3)");
            assertReadsOn(database, "idle", "3 {\"id\":3}");
        }
    }

    @Test
    void endsAtAnotherPostgreSqlThatHasASlotOfThatName() throws Exception {
        readTwoRows(Servers.postgreSql(), "elsewhere");
        try (TestDatabase other = TestPostgreSql.start(folder.resolve("other"))) {
            other.execute(
                    "CREATE TABLE elsewhere (id INT PRIMARY KEY)",
                    "SELECT pg_create_logical_replication_slot('millrace_elsewhere', 'pgoutput')",
                    "CREATE PUBLICATION millrace_elsewhere FOR TABLE elsewhere",
                    "INSERT INTO elsewhere VALUES (3)");
            assertEnds(other, "elsewhere", "server has the system identifier");
        }
    }

    @Test
    void goesOnAtAServerThatHasACopyOfPostgreSqlsData() throws Exception {
        TestPostgreSql first = TestPostgreSql.start(folder.resolve("first"));
        readTwoRows(first, "moved");
        first.execute("INSERT INTO moved VALUES (3)");
        try (TestDatabase second = first.movedTo(folder.resolve("second"))) {
            second.execute("INSERT INTO moved VALUES (4)");
            assertReadsOn(second, "moved", "3 {\"id\":3}", "4 {\"id\":4}");
        }
    }

    @Test
    void endsWhenATableIsNotPublishedAnyMore() throws Exception {
        TestDatabase database = Servers.postgreSql();
        readTwoRows(database, "unpublished");
        try (RunningCommand running = captures.start(database, "unpublished")) {
            database.execute("INSERT INTO unpublished VALUES (3)");
            await().atMost(PATIENCE).until(() -> captures.records("unpublished").size() == 3);
            database.execute(
                    "DROP TABLE unpublished",
                    "CREATE TABLE unpublished (id INT PRIMARY KEY)",
                    "INSERT INTO unpublished VALUES (4)");
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors())
                    .contains("publication millrace_unpublished has not table public.unpublished any more", ANEW);
        }
        assertEnds(database, "unpublished", "has not table public.unpublished any more");
        database.execute("DROP PUBLICATION millrace_unpublished");
        assertEnds(database, "unpublished", "has not table public.unpublished any more");
    }

    @Test
    void endsWhenAPublicationLeavesRowsOrColumnsOut() throws Exception {
        TestDatabase database = Servers.postgreSql();
        database.execute(
                "CREATE TABLE filtered (id INT PRIMARY KEY, v INT)",
                "CREATE PUBLICATION millrace_filtered FOR TABLE filtered WHERE (id > 1)");
        assertEnds(database, "filtered", "leaves out rows or columns of table public.filtered", "must publish all");
        database.execute("ALTER PUBLICATION millrace_filtered SET TABLE filtered (id)");
        assertEnds(database, "filtered", "leaves out rows or columns of table public.filtered", "must publish all");
        database.execute(
                "ALTER PUBLICATION millrace_filtered SET TABLE filtered", "INSERT INTO filtered VALUES (1, 1)");
        try (RunningCommand running = captures.start(database, "filtered")) {
            await().atMost(PATIENCE).until(() -> captures.records("filtered").size() == 1 || !running.isRunning());
            database.execute("ALTER PUBLICATION millrace_filtered SET TABLE filtered WHERE (id > 2)");
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains("leaves out rows or columns of table public.filtered", ANEW);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWithOneNameTheOlderStopsAlsoWhenNothingHappens(CdcIT.Kind kind) throws Exception {
        String table = kind.table("two");
        kind.database()
                .execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        try (RunningCommand older = captures.start(kind.database(), table)) {
            await().atMost(PATIENCE).until(() -> captures.records(table).size() == 1);
            try (RunningCommand newer = captures.start(kind.database(), table)) {
                assertThat(older.status()).isEqualTo(1);
                assertThat(older.errors()).contains("now belongs to");
                kind.database().execute("INSERT INTO " + table + " VALUES (2)");
                await().atMost(PATIENCE).until(() -> captures.records(table).size() == 2 || !newer.isRunning());
                assertThat(newer.stop()).isZero();
            }
        }
        assertThat(captures.records(table)).containsExactly("1 {\"id\":1}", "2 {\"id\":2}");
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void readsOnWhereTheLastThatHappenedWasThatAColumnGotAnotherName(CdcIT.Kind kind) throws Exception {
        String table = kind.table("renamed");
        TestDatabase database = kind.database();
        database.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, a INT)");
        long connection = BinaryLogs.connection(database);
        try (RunningCommand running = captures.start(database, table)) {
            BinaryLogs.awaitSent(database, connection);
            database.execute("INSERT INTO " + table + " VALUES (1, 1)");
            await().atMost(PATIENCE).until(() -> captures.records(table).size() == 1 || !running.isRunning());
            // Of the statement the engine knows no end, so its place stays here.
            String read = database.value(
                            "SELECT @@global." + (kind == CdcIT.Kind.MYSQL ? "gtid_executed" : "gtid_binlog_pos"))
                    .replace("\n", "");
            await().atMost(PATIENCE)
                    .until(() -> captures.place(table).contains("\"gtids\":\"" + read + "\"") || !running.isRunning());
            database.execute("ALTER TABLE " + table + " RENAME COLUMN a TO b");
            await().atMost(PATIENCE).until(() -> isRenamed(table) || !running.isRunning());
            assertThat(running.stop()).isZero();
        }
        // The server sends the statement at each start again.
        connection = BinaryLogs.connection(database);
        try (RunningCommand running = captures.start(database, table)) {
            BinaryLogs.awaitSent(database, connection);
            assertThat(running.stop()).isZero();
            assertThat(running.errors()).isEmpty();
        }
        assertThat(captures.history(table))
                .filteredOn(record -> record.contains("RENAME COLUMN"))
                .hasSize(1);
        database.execute("INSERT INTO " + table + " VALUES (2, 2)");
        assertReadsOn(database, table, "2 {\"id\":2,\"b\":2}");
        database.execute("INSERT INTO " + table + " VALUES (3, 3)");
        assertReadsOn(database, table, "3 {\"id\":3,\"b\":3}");
    }

    private boolean isRenamed(String table) {
        return captures.history(table).stream().anyMatch(record -> record.contains("RENAME COLUMN"));
    }

    private void readTwoRows(TestDatabase database, String table) throws Exception {
        database.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY)", "INSERT INTO " + table + " VALUES (1)");
        try (RunningCommand running = captures.start(database, table)) {
            await().atMost(PATIENCE).until(() -> captures.records(table).size() == 1 || !running.isRunning());
            assertThat(running.errors()).isEmpty();
            database.execute("INSERT INTO " + table + " VALUES (2)");
            await().atMost(PATIENCE).until(() -> captures.records(table).size() == 2);
            assertThat(running.stop()).isZero();
        }
    }

    /** Starts it, and stops it once its place is such. */
    private void waitForPlace(TestDatabase database, String table, Predicate<String> wanted) throws Exception {
        try (RunningCommand running = captures.start(database, table)) {
            await().atMost(PATIENCE)
                    .until(() -> wanted.test(String.valueOf(captures.place(table))) || !running.isRunning());
            assertThat(running.errors()).isEmpty();
            assertThat(running.stop()).isZero();
        }
    }

    private void assertEnds(TestDatabase database, String table, String reason) throws Exception {
        assertEnds(database, table, reason, ANEW);
    }

    private void assertEnds(TestDatabase database, String table, String reason, String remedy) throws Exception {
        List<String> before = captures.records(table);
        try (RunningCommand running = captures.start(database, table)) {
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains(reason, remedy).doesNotContain("nexpected");
        }
        assertThat(captures.records(table)).isEqualTo(before);
    }

    private void assertReadsOn(TestDatabase database, String table, String... records) throws Exception {
        int before = captures.records(table).size();
        try (RunningCommand running = captures.start(database, table)) {
            await().atMost(PATIENCE)
                    .until(() -> captures.records(table).size() >= before + records.length || !running.isRunning());
            assertThat(running.errors()).isEmpty();
            assertThat(running.stop()).isZero();
        }
        List<String> all = captures.records(table);
        assertThat(all.subList(before, all.size())).containsExactly(records);
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
