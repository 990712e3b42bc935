package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of 200 KB after small ones, more of them than the heap holds: 600 in 128 MiB, unless {@code -Dwide.rows} and
 * {@code -Dwide.heap} (MiB) say otherwise.
 */
@ExtendWith(Servers.class)
@Tag("thorough")
class WideRowsIT {
    private static final int ROWS = Integer.getInteger("wide.rows", 600);
    private static final int HEAP_MIB = Integer.getInteger("wide.heap", 128);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SMALL_ROWS = 20_000;

    private final TestBroker broker = Servers.broker();

    @TempDir
    Path folder;

    @Test
    void readsThemFromMariaDbInASmallHeap() throws Exception {
        TestDatabase database = Servers.database();
        database.execute(
                "CREATE TABLE wide_mariadb (id INT PRIMARY KEY, t LONGTEXT)",
                "INSERT INTO wide_mariadb SELECT seq, 'small' FROM seq_1_to_" + SMALL_ROWS,
                "INSERT INTO wide_mariadb SELECT " + SMALL_ROWS + " + seq, REPEAT(MD5(seq), 6250) FROM seq_1_to_"
                        + ROWS);
        assertReadsAll(database, "wide_mariadb");
    }

    @Test
    void readsThemFromPostgreSqlInASmallHeap() throws Exception {
        TestDatabase database = Servers.postgreSql();
        database.execute(
                "CREATE TABLE wide_postgresql (id INT PRIMARY KEY, t TEXT)",
                "INSERT INTO wide_postgresql SELECT n, 'small' FROM generate_series(1, " + SMALL_ROWS + ") n",
                "INSERT INTO wide_postgresql SELECT " + SMALL_ROWS
                        + " + n, repeat(md5(n::text), 6250) FROM generate_series(1, " + ROWS + ") n");
        assertReadsAll(database, "wide_postgresql");
    }

    @Test
    void readsThemFromMySqlInASmallHeap() throws Exception {
        TestDatabase database = Servers.mySql();
        database.execute(
                "SET SESSION cte_max_recursion_depth = 1000000",
                "CREATE TABLE wide_mysql (id INT PRIMARY KEY, t LONGTEXT)",
                "INSERT INTO wide_mysql " + numbers(SMALL_ROWS) + " SELECT seq, 'small' FROM n",
                "INSERT INTO wide_mysql " + numbers(ROWS) + " SELECT " + SMALL_ROWS
                        + " + seq, REPEAT(SHA2(seq, 256), 3125) FROM n");
        assertReadsAll(database, "wide_mysql");
    }

    @Test
    void capturesThemFromMySqlInASmallHeap() throws Exception {
        TestDatabase database = Servers.mySql();
        database.execute(
                "CREATE TABLE wide_changes_mysql (id INT PRIMARY KEY, t LONGTEXT)",
                "SET GLOBAL cte_max_recursion_depth = 1000000");
        assertCapturesAll(
                database,
                "wide_changes_mysql",
                "INSERT INTO wide_changes_mysql WITH RECURSIVE n AS (SELECT %d AS first, 1 AS seq UNION ALL SELECT first,"
                        + " seq + 1 FROM n WHERE seq < %d) SELECT first + seq, REPEAT(SHA2(seq, 256), 3125) FROM n");
    }

    /** Named n, with the column seq. Newer servers have no MD5. */
    private static String numbers(int count) {
        return "WITH RECURSIVE n AS (SELECT 1 AS seq UNION ALL SELECT seq + 1 FROM n WHERE seq < " + count + ")";
    }

    @Test
    void capturesThemFromMariaDbInASmallHeap() throws Exception {
        TestDatabase database = Servers.database();
        database.execute("CREATE TABLE wide_changes_mariadb (id INT PRIMARY KEY, t LONGTEXT)");
        String rows = "INSERT INTO wide_changes_mariadb SELECT %d + seq, REPEAT(MD5(seq), 6250) FROM seq_1_to_%d";
        assertCapturesAll(database, "wide_changes_mariadb", rows);
    }

    @Test
    void capturesThemFromPostgreSqlInASmallHeap() throws Exception {
        TestDatabase database = Servers.postgreSql();
        database.execute(
                "CREATE TABLE wide_changes_postgresql (id INT PRIMARY KEY, t TEXT)",
                "ALTER TABLE wide_changes_postgresql REPLICA IDENTITY FULL");
        String rows = "INSERT INTO wide_changes_postgresql SELECT %d + n, repeat(md5(n::text), 6250)"
                + " FROM generate_series(1, %d) n";
        assertCapturesAll(database, "wide_changes_postgresql", rows);
    }

    /** Half of them come with the snapshot, half as one transaction behind it. */
    private void assertCapturesAll(TestDatabase database, String table, String rows) throws Exception {
        int half = ROWS / 2;
        database.execute(rows.formatted(0, half));
        Path log = folder.resolve(table + ".out");
        List<String> command = List.of(
                new Captures(broker).arguments(database, table, "--kafka-property=transaction.timeout.ms=900000"));
        try (KilledProcess running = KilledProcess.started(HEAP_MIB, log, command)) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> count(table) == half || !running.isAlive());
            database.execute(rows.formatted(half, half));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> count(table) == 2 * half || !running.isAlive());
        }
        assertThat(broker.keys(table))
                .as(Files.readString(log))
                .isEqualTo(IntStream.rangeClosed(1, 2 * half)
                        .mapToObj(Integer::toString)
                        .toList());
        System.out.println(table + ": " + ROWS + " rows of 200 KB in a heap of " + HEAP_MIB
                + " MiB, half as a snapshot, half as one transaction");
    }

    private int count(String topic) {
        try {
            return broker.keys(topic).size();
        } catch (RuntimeException e) {
            // Not made yet.
            return 0;
        }
    }

    private void assertReadsAll(TestDatabase database, String table) throws Exception {
        Path log = folder.resolve(table + ".out");
        List<String> command = List.of(database.arguments(
                "jdbc",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--table=" + table,
                "--partitions=1",
                "--until-end"));
        int status = KilledProcess.run(HEAP_MIB, 600, log, command);
        assertThat(status).as(Files.readString(log)).isZero();
        int expected = SMALL_ROWS + ROWS;
        assertThat(broker.keys(table))
                .isEqualTo(IntStream.rangeClosed(1, expected)
                        .mapToObj(Integer::toString)
                        .toList());
        System.out.println(table + ": " + ROWS + " rows of 200 KB in a heap of " + HEAP_MIB + " MiB, after "
                + SMALL_ROWS + " small ones");
    }
}
