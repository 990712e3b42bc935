package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed at random moments, 3 times each unless {@code -Dkills} says otherwise. */
@ExtendWith(Servers.class)
class KillIT {
    private static final int KILLS = Integer.getInteger("kills", 3);

    private final TestBroker broker = Servers.broker();

    @TempDir
    static Path folder;

    @Test
    @Tag("thorough")
    void tailAndJdbcNeitherLoseNorRepeatARecordWhenTheyAreKilled() throws Exception {
        // Here, where a test that lacks a server can end as skipped.
        TestDatabase mariaDbServer = Servers.database();
        TestDatabase postgreSqlServer = Servers.postgreSql();
        // All at once: what is short here is processor time, and they wait a lot.
        CompletableFuture<Void> tail = CompletableFuture.runAsync(() -> unchecked(this::killTail));
        CompletableFuture<Void> mariaDb = CompletableFuture.runAsync(
                () -> unchecked(() -> killJdbc("mariadb", mariaDbServer, "BIGINT AUTO_INCREMENT PRIMARY KEY", 2)));
        CompletableFuture<Void> postgreSql = CompletableFuture.runAsync(
                () -> unchecked(() -> killJdbc("postgresql", postgreSqlServer, "BIGSERIAL PRIMARY KEY", 3)));
        CompletableFuture.allOf(tail, mariaDb, postgreSql).join();
    }

    @Test
    @Tag("thorough")
    void jdbcNeitherLosesNorRepeatsARowOfMySqlWhenItIsKilled() throws Exception {
        killJdbc("mysql", Servers.mySql(), "BIGINT AUTO_INCREMENT PRIMARY KEY", 4);
    }

    private void killTail() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> unchecked(() -> {
            while (!stop.get()) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < 50; i++) {
                    lines.append("line ").append(written.getAndIncrement()).append(" of the log\r\n");
                }
                Files.writeString(logs.resolve("app.log"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (written.get() % 20_000 == 0) {
                    Files.move(
                            logs.resolve("app.log"),
                            logs.resolve("app.log." + written.get()),
                            StandardCopyOption.ATOMIC_MOVE);
                }
                LockSupport.parkNanos(5_000_000);
            }
        }));
        List<String> command = List.of(
                "tail",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--topic=killed-tail",
                "--commit-interval=20ms",
                "--input",
                logs + "/app.log*");
        Path log = folder.resolve("tail.out");
        int delivering = KilledProcess.killAtRandomMoments(KILLS, 1, log, command);
        stop.set(true);
        writer.join();
        List<String> last = new ArrayList<>(command);
        last.add("--until-end");
        assertThat(KilledProcess.run(log, last)).as(Files.readString(log)).isZero();

        assertThat(delivering).isGreaterThanOrEqualTo(KILLS * 3 / 4);
        System.out.println(
                "tail: " + KILLS + " kills, " + delivering + " while delivering, " + written.get() + " lines");
        List<Integer> numbers = broker.values("killed-tail").stream()
                .map(line -> Integer.valueOf(line.split(" ")[1]))
                .sorted()
                .toList();
        assertThat(numbers).isEqualTo(IntStream.range(0, written.get()).boxed().toList());
    }

    private void killJdbc(String name, TestDatabase database, String id, long seed) throws Exception {
        database.execute("CREATE TABLE killed (id " + id + ", worker INT, value DOUBLE PRECISION)");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        // Transactions of different length: ids become visible in another order than they were given.
        List<CompletableFuture<Void>> writers = IntStream.of(1, 4, 25)
                .mapToObj(rows ->
                        CompletableFuture.runAsync(() -> unchecked(() -> insert(database, rows, stop, written))))
                .toList();
        String topic = "killed-" + name;
        List<String> command = List.of(database.arguments(
                "jdbc",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--table=killed",
                "--topic=" + topic,
                "--poll-interval=20ms",
                "--commit-interval=20ms"));
        Path log = folder.resolve(name + ".out");
        int delivering = KilledProcess.killAtRandomMoments(KILLS, seed, log, command);
        stop.set(true);
        writers.forEach(CompletableFuture::join);
        List<String> last = new ArrayList<>(command);
        last.add("--until-end");
        assertThat(KilledProcess.run(log, last)).as(Files.readString(log)).isZero();

        assertThat(delivering).isGreaterThanOrEqualTo(KILLS * 3 / 4);
        System.out.println("jdbc, " + name + ": " + KILLS + " kills, " + delivering + " while delivering, "
                + written.get() + " rows");
        assertThat(broker.keys(topic)).doesNotHaveDuplicates().hasSize(written.get());
    }

    private static void insert(TestDatabase database, int rows, AtomicBoolean stop, AtomicInteger written)
            throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO killed (worker, value) VALUES (?, ?)")) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                for (int i = 0; i < rows; i++) {
                    insert.setInt(1, rows);
                    insert.setDouble(2, i / 8.0);
                    insert.executeUpdate();
                    LockSupport.parkNanos(2_000_000);
                }
                connection.commit();
                written.addAndGet(rows);
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
