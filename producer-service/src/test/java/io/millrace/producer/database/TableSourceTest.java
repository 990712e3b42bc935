package io.millrace.producer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.producer.delivery.MemoryLog;
import io.millrace.producer.delivery.PositionedSource.Outcome;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableSourceTest {
    private final MemoryTable table = new MemoryTable();
    private final MemoryLog log = new MemoryLog();
    private final MutableClock clock = new MutableClock();
    private final List<String> heard = new ArrayList<>();

    @Test
    void findsARowThatBecomesVisibleAfterAGreaterId() throws Exception {
        TableSource source = source(false, false);
        table.insert(1, 2, 5);
        turn(source);
        table.insert(3);
        turn(source);
        table.insert(4, 6);
        turn(source);
        assertThat(keys()).containsExactly("1", "2", "5", "3", "4", "6");
    }

    @Test
    void findsALateRowAfterARestartToo() throws Exception {
        TableSource first = source(false, false);
        table.insert(1, 4);
        turn(first);
        table.insert(2);
        TableSource second = source(false, false);
        turn(second);
        assertThat(keys()).containsExactly("1", "4", "2");
    }

    @Test
    void stopsAskingForAMissingIdAfterItsTime() throws Exception {
        TableSource source = source(false, false);
        table.insert(1, 3);
        turn(source);
        clock.now = clock.now.plusSeconds(61);
        turn(source);
        int asked = table.rangesAsked;
        turn(source);
        assertThat(table.rangesAsked).isEqualTo(asked);
    }

    @Test
    void waitsWhileTheDatabaseIsAwayAndSaysWhenItIsBack() throws Exception {
        TableSource source = source(false, false);
        table.insert(1);
        table.failure = new DatabaseException.Unavailable("database is away", null);
        assertThat(source.read(log.outlet())).isEqualTo(Outcome.IDLE);
        turn(source);
        assertThat(heard).containsSubsequence("away: database is away", "back");
        assertThat(keys()).containsExactly("1");
    }

    @Test
    void waitsForATableOnlyWhenAskedTo() throws Exception {
        table.failure = new DatabaseException.NoTable("no such table", null);
        TableSource patient = source(false, true);
        assertThat(patient.read(log.outlet())).isEqualTo(Outcome.IDLE);
        table.failure = new DatabaseException.NoTable("no such table", null);
        TableSource other = source(false, false);
        assertThatThrownBy(() -> other.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("no such table");
    }

    @Test
    void refusesARowThatDoesNotFitAndGoesOn() throws Exception {
        TableSource source = source(false, false);
        table.insert(1, 13, 14);
        turn(source);
        assertThat(keys()).containsExactly("1", "14");
        assertThat(log.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.origin()).isEqualTo("table:things");
            assertThat(refusal.position()).isEqualTo(13);
            assertThat(refusal.reason()).isEqualTo("13 brings bad luck");
            assertThat(new String(refusal.sample(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":13}");
        });
    }

    @Test
    void endsWithTheRowsThatWereThereAtTheStart() throws Exception {
        table.insert(1, 2);
        TableSource source = source(true, false);
        assertThat(source.read(log.outlet())).isEqualTo(Outcome.ENDED);
        log.commit(source.changedPositions());
        assertThat(keys()).containsExactly("1", "2");
    }

    @Test
    void namesAKeyColumnThatTheTableDoesNotHave() throws Exception {
        TableSource source = new TableSource(
                table, settings(List.of("nmae"), false, false), new JsonRowFormat(), clock, new Quiet());
        source.restore(Map.of());
        assertThatThrownBy(() -> source.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("key column is 'nmae', must be a column of table things: id");
    }

    @Test
    void refusesAPositionThatItCannotUnderstand() {
        TableSource source =
                new TableSource(table, settings(List.of("id"), false, false), new JsonRowFormat(), clock, new Quiet());
        assertThatThrownBy(() -> source.restore(Map.of("table", "{\"id\":".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("saved position of the table is damaged");
    }

    private TableSource source(boolean untilEnd, boolean waitForTable) throws IOException {
        RowFormat unlucky = row -> {
            if (row.id() == 13) {
                throw new RowFormat.RowException("13 brings bad luck");
            }
            return new JsonRowFormat().value(row);
        };
        TableSource source =
                new TableSource(table, settings(List.of("id"), untilEnd, waitForTable), unlucky, clock, new Quiet());
        source.restore(log.takeOver());
        return source;
    }

    private static TableSettings settings(List<String> keys, boolean untilEnd, boolean waitForTable) {
        return new TableSettings(
                "things",
                false,
                keys,
                Duration.ofMillis(1),
                Duration.ofSeconds(60),
                Duration.ZERO,
                1000,
                untilEnd,
                waitForTable);
    }

    /** One look at the table, committed. */
    private void turn(TableSource source) throws Exception {
        source.read(log.outlet());
        log.commit(source.changedPositions());
    }

    private List<String> keys() {
        return log.committed().stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .toList();
    }

    private final class Quiet implements TableSource.Waiting {
        @Override
        public void failed(DatabaseException failure) {
            heard.add("away: " + failure.getMessage());
        }

        @Override
        public void healed() {
            heard.add("back");
        }

        @Override
        public void await(Duration atMost) {
            heard.add("idle");
        }
    }

    private static final class MemoryTable implements TableReader {
        private final TreeMap<Long, Row> rows = new TreeMap<>();
        private DatabaseException failure;
        private int rangesAsked;

        void insert(long... ids) {
            for (long id : ids) {
                rows.put(id, new Row(id, null, Map.of("id", id)));
            }
        }

        private void failOnce() throws DatabaseException {
            DatabaseException thrown = failure;
            failure = null;
            if (thrown != null) {
                throw thrown;
            }
        }

        @Override
        public List<Row> after(long after, long upTo, int limit) throws DatabaseException {
            failOnce();
            return rows.tailMap(after, false).headMap(upTo, true).values().stream()
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<Row> between(long first, long last, int limit) throws DatabaseException {
            failOnce();
            rangesAsked++;
            return List.copyOf(rows.subMap(first, true, last, true).values());
        }

        @Override
        public List<Row> changed(LocalDateTime updated, long id, LocalDateTime until, int limit) {
            throw new UnsupportedOperationException("this table knows no times");
        }

        @Override
        public long greatestId() throws DatabaseException {
            failOnce();
            return rows.isEmpty() ? 0 : rows.lastKey();
        }

        @Override
        public LocalDateTime databaseTime(Duration ago) {
            return LocalDateTime.of(2026, 1, 1, 0, 0).minus(ago);
        }

        @Override
        public List<String> columns() throws DatabaseException {
            failOnce();
            return List.of("id");
        }

        @Override
        public void close() {}
    }

    private static final class MutableClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
