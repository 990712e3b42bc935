package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.stack.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that capture changes are killed while they deliver: 3 times for each server unless {@code -Dkills} says otherwise. */
@Tag("thorough")
@ExtendWith(Servers.class)
class CdcKillIT {
    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int LAST = -1;
    private static final int BIG = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestBroker broker = Servers.broker();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void neitherLosesNorRepeatsAChangeWhenItIsKilled(CdcIT.Kind kind) throws Exception {
        TestDatabase database = kind.database();
        String table = kind.table("killed_changes");
        database.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v INT)");
        Writer writer = new Writer(database, table);
        writer.transaction(200);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writer.run(stop));
        Path log = folder.resolve("cdc.out");
        List<String> command = List.of(database.arguments(
                "cdc",
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--table=" + table,
                "--name=" + table,
                "--partitions=1",
                "--envelope",
                "--commit-interval=20ms",
                "--http-port=" + FreePorts.any()));
        Random random = new Random(7);
        for (int i = 0; i < KILLS; i++) {
            // Not committed ones count too: then it is killed in the middle of a transaction of either side.
            long until = broker.written(table) + 1 + random.nextInt(3000);
            KilledProcess.killWhen(() -> broker.written(table) >= until, log, command);
        }
        stop.set(true);
        writing.join();
        writer.last();
        try (RunningCommand running = new RunningCommand(command.toArray(String[]::new))) {
            await().atMost(Duration.ofSeconds(300))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> isComplete(table) || !running.isRunning());
            assertThat(running.errors()).as(Files.readString(log)).isEmpty();
            assertThat(running.stop()).isZero();
        }
        List<String> read = new ArrayList<>();
        Map<Integer, String> snapshot = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : broker.committed(table)) {
            JsonNode value = JSON.readTree(record.value());
            if (value.get("op").asText().equals("r")) {
                assertThat(read).isEmpty();
                assertThat(snapshot.put(value.at("/after/id").asInt(), state(value.get("after"))))
                        .isNull();
            } else {
                // Of a deleted row PostgreSQL's log has the key only.
                read.add(
                        value.get("op").asText().equals("d")
                                ? "d " + value.at("/before/id").asText()
                                : value.get("op").asText() + " " + state(value.get("after")));
            }
        }
        int covered = writer.transactionsUntil(snapshot);
        List<String> expected = writer.operationsFrom(covered);
        System.out.println("cdc, " + kind + ": " + KILLS + " kills, " + snapshot.size() + " rows in the snapshot after "
                + covered + " transactions, " + expected.size() + " changes behind it");
        assertThat(covered).isPositive();
        assertThat(read).hasSize(expected.size());
        assertThat(read).isEqualTo(expected);
    }

    private boolean isComplete(String topic) {
        List<String> keys = broker.keys(topic);
        return !keys.isEmpty() && keys.get(keys.size() - 1).equals(String.valueOf(LAST));
    }

    private static String state(JsonNode row) {
        return row.get("id").asText() + "=" + row.get("v").asText();
    }

    /** Changes a table, one transaction after the other, and knows what it did. */
    private static final class Writer {
        private final TestDatabase database;
        private final String table;
        private final Random random = new Random(11);
        private final TreeMap<Integer, Integer> rows = new TreeMap<>();
        /** What each transaction did, and how the table looked then. */
        private final List<List<String>> operations = new ArrayList<>();

        private final List<Map<Integer, String>> states = new ArrayList<>();
        private int counter;
        private int nextId;

        Writer(TestDatabase database, String table) {
            this.database = database;
            this.table = table;
        }

        void run(AtomicBoolean stop) {
            try {
                for (int i = 1; !stop.get(); i++) {
                    transaction(i % 40 == 20 ? BIG : 1 + random.nextInt(100));
                    if (i % 50 == 10 && i < 300) {
                        database.execute("ALTER TABLE " + table + " ADD COLUMN c" + i + " INT");
                    }
                    LockSupport.parkNanos(200_000_000);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void last() throws SQLException {
            nextId = LAST;
            List<String> done = new ArrayList<>();
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                insert(statement, done);
            }
            operations.add(done);
        }

        void transaction(int changes) throws SQLException {
            List<String> done = new ArrayList<>();
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < changes; i++) {
                    Integer id = rows.isEmpty() ? null : rows.ceilingKey(random.nextInt(nextId + 1));
                    int what = id == null ? 0 : random.nextInt(3);
                    switch (what) {
                        case 0 -> insert(statement, done);
                        case 1 -> {
                            statement.addBatch("UPDATE " + table + " SET v = " + ++counter + " WHERE id = " + id);
                            rows.put(id, counter);
                            done.add("u " + id + "=" + counter);
                        }
                        default -> {
                            statement.addBatch("DELETE FROM " + table + " WHERE id = " + id);
                            rows.remove(id);
                            done.add("d " + id);
                        }
                    }
                    if (i % 500 == 499) {
                        statement.executeBatch();
                    }
                }
                statement.executeBatch();
                connection.commit();
            }
            operations.add(done);
            Map<Integer, String> state = new TreeMap<>();
            rows.forEach((id, v) -> state.put(id, id + "=" + v));
            states.add(state);
        }

        private void insert(Statement statement, List<String> done) throws SQLException {
            int id = nextId++;
            String sql = "INSERT INTO " + table + " (id, v) VALUES (" + id + ", " + ++counter + ")";
            if (id == LAST) {
                statement.execute(sql);
            } else {
                statement.addBatch(sql);
            }
            rows.put(id, counter);
            done.add("c " + id + "=" + counter);
        }

        /** How many transactions made this state. */
        int transactionsUntil(Map<Integer, String> state) {
            return states.lastIndexOf(state) + 1;
        }

        List<String> operationsFrom(int transactions) {
            return operations.subList(transactions, operations.size()).stream()
                    .flatMap(List::stream)
                    .toList();
        }
    }
}
