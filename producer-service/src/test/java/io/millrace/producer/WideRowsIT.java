package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of 200 KB after small ones, more of them than the heap holds: 600 in 128 MiB, unless {@code -Dwide.rows} and
 * {@code -Dwide.heap} (MiB) say otherwise.
 */
@ExtendWith(Servers.class)
class WideRowsIT {
    private static final int ROWS = Integer.getInteger("wide.rows", 600);
    private static final int HEAP_MIB = Integer.getInteger("wide.heap", 128);
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
