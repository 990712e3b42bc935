package io.millrace.sources.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TableSourceTest {
    private final MemoryTable table = new MemoryTable();
    private final MemoryLog log = new MemoryLog();
    private final MutableClock clock = new MutableClock();
    private final List<String> heard = new ArrayList<>();
    private final Map<UnreadRows.Reason, Long> unread = new EnumMap<>(UnreadRows.Reason.class);

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
    void readsAllRowsOfAGapThatAreMoreThanABatchBeforeItsTimeIsOver() throws Exception {
        table.insert(1, 5 * BatchSizer.MOST_AT_A_TIME);
        turn(plain());
        clock.now = clock.now.plusSeconds(61);
        for (int id = 2; id < 5 * BatchSizer.MOST_AT_A_TIME; id++) {
            table.insert(id);
        }
        TableSource second = plain();
        // Each turn a batch, so that a transaction stays small.
        assertThat(second.read(log.outlet())).isEqualTo(Outcome.MORE);
        log.commit(second.changedPositions());
        assertThat(keys()).hasSize(2 + BatchSizer.MOST_AT_A_TIME);
        turn(plain());
        assertThat(keys()).hasSize(5 * BatchSizer.MOST_AT_A_TIME).doesNotHaveDuplicates();
        assertThat(unread).isEmpty();
    }

    @Test
    void asksForAMissingIdOnceMoreAfterItsTimeHoweverLongALookTakes() throws Exception {
        table.insert(1, 3);
        TableSource source = source(false, false);
        turn(source);
        table.whileAskedForIds = () -> {
            clock.now = clock.now.plusSeconds(61);
            table.insert(2);
        };
        turn(source);
        turn(source);
        assertThat(keys()).containsExactly("1", "3", "2");
    }

    @Test
    void goesOnWhenItsTableIsNotThereForAMoment() throws Exception {
        TableSource source = source(false, false);
        table.insert(1);
        turn(source);
        for (int i = 0; i < 4; i++) {
            table.failure = new DatabaseException.NoTable("no such table", null);
            assertThat(source.read(log.outlet())).isEqualTo(Outcome.IDLE);
        }
        table.insert(2);
        turn(source);
        table.failure = new DatabaseException.NoTable("no such table", null);
        assertThat(source.read(log.outlet())).isEqualTo(Outcome.IDLE);
        assertThat(heard).containsSubsequence("away: no such table", "back", "away: no such table");
        assertThat(keys()).containsExactly("1", "2");
    }

    @Test
    void endsWhenItsTableCameBackWithoutTheRowThatWasReadLast() throws Exception {
        TableSource source = source(false, false);
        table.insert(1, 2, 3);
        turn(source);
        table.failure = new DatabaseException.NoTable("no such table", null);
        source.read(log.outlet());
        table.rows.clear();
        table.insert(1);
        assertThatThrownBy(() -> source.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("table things was not there for a while, and the row that was read last, 3, is gone: if the"
                        + " table was dropped and made again, read it from its beginning under another --name; if only"
                        + " that row was deleted, start again");
    }

    @Test
    void namesTheRowsOfATableThatCameBackFilledBeyondThePosition() throws Exception {
        TableSource source = plain();
        table.put("1", 1, null);
        table.put("2", 2, null);
        turn(source);
        table.failure = new DatabaseException.NoTable("no such table", null);
        source.read(log.outlet());
        table.put("1", 10, null);
        table.put("2", 20, null);
        table.put("3", 30, null);
        turn(source);
        turn(source);
        assertThat(unread).containsExactly(Map.entry(UnreadRows.Reason.REPLACED, 2L));
        assertThat(keys()).containsExactly("1", "2", "3");
    }

    @Test
    void checksTheColumnsOfATableThatCameBack() throws Exception {
        TableSource source = source(false, false);
        table.insert(1);
        turn(source);
        table.failure = new DatabaseException.NoTable("no such table", null);
        source.read(log.outlet());
        table.columns = List.of(new Column("nr", "bigint", java.sql.Types.BIGINT, 19, 0, false));
        assertThatThrownBy(() -> source.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("key column is 'id', must be a column of table things: nr");
    }

    @Test
    void endsWhenItsTableDoesNotComeBack() throws Exception {
        TableSource source = source(false, false);
        table.insert(1);
        turn(source);
        for (int i = 0; i < 4; i++) {
            table.failure = new DatabaseException.NoTable("no such table", null);
            source.read(log.outlet());
        }
        table.failure = new DatabaseException.NoTable("no such table", null);
        assertThatThrownBy(() -> source.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("no such table");
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
    void readsIdsFromTheSmallestOn() throws Exception {
        table.insert(-5, 0, 1);
        run(source(true, false));
        assertThat(keys()).containsExactly("-5", "0", "1");
    }

    @Test
    void readsIdsAboveTheGreatestLong() throws Exception {
        table.insertText("9223372036854775807", "18446744073709551615");
        run(source(true, false));
        assertThat(keys()).containsExactly("9223372036854775807", "18446744073709551615");
        table.insertText("9223372036854775808");
        assertThat(run(source(true, false)).unreadRows()).isEqualTo(1);
    }

    @Test
    void goesOnFromAPositionOfAnOlderVersion() throws Exception {
        log.outlet();
        log.commit(Map.of("table", "{\"id\":2,\"gaps\":[[1,1,0]]}".getBytes(StandardCharsets.UTF_8)));
        table.insert(1, 2, 3);
        assertThat(run(source(true, false)).unreadRows()).isZero();
        assertThat(keys()).containsExactly("1", "3");
    }

    @Test
    void goesOnFromAnOlderVersionsPositionByTime() throws Exception {
        log.commit(Map.of(
                "table", "{\"id\":2,\"updated\":\"2026-01-01T10:00\",\"gaps\":[]}".getBytes(StandardCharsets.UTF_8)));
        table.put("1", 1, "2026-01-01 09:00:00.000000");
        table.put("2", 2, "2026-01-01 10:00:00.000000");
        table.put("3", 3, "2026-01-01 10:00:00.000000");
        run(changes(true));
        assertThat(keys()).containsExactly("3");
    }

    @Test
    void namesRowsThatAppearBelowThePositionAfterTheGapWait() throws Exception {
        table.insert(1, 4);
        run(source(true, false));
        clock.now = clock.now.plusSeconds(61);
        run(source(true, false));
        table.insert(2, 3);
        TableSource third = run(source(true, false));
        assertThat(third.unreadRows()).isEqualTo(2);
        assertThat(unread).containsExactly(Map.entry(UnreadRows.Reason.LATE, 2L));
        assertThat(run(source(true, false)).unreadRows()).isZero();
    }

    @Test
    void namesRowsWithoutId() throws Exception {
        table.insert(1);
        table.rowsWithoutKey = 3;
        assertThat(run(source(true, false)).unreadRows()).isEqualTo(3);
        assertThat(unread).containsExactly(Map.entry(UnreadRows.Reason.NO_ID, 3L));
    }

    @Test
    void doesNotTakeADeletedAndALateRowForEachOtherOnceItHasCounted() throws Exception {
        table.insert(1, 3, 4);
        run(source(true, false));
        table.rows.remove(0);
        clock.now = clock.now.plusSeconds(61);
        run(source(true, false));
        table.insert(2);
        assertThat(run(source(true, false)).unreadRows()).isEqualTo(1);
    }

    @Test
    void refusesAnIdThatStandsInTwoRows() throws Exception {
        table.insert(1, 2, 2);
        TableSource source = source(true, false);
        assertThatThrownBy(() -> source.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("id id of things is 2 in more than one row, must be unique");
    }

    @Test
    void stopsAtATableThatWasEmptiedAndCountsAnew() throws Exception {
        table.insert(1, 2, 3);
        table.counter(4);
        run(source(true, false));
        table.rows.clear();
        table.insert(1);
        table.counter(2);
        TableSource second = source(true, false);
        assertThatThrownBy(() -> second.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "table things counts its ids from 2 again, had come to 4: it was truncated or made again; read"
                                + " it from its beginning under another --name");
    }

    @Test
    void goesOnWhenIdsAreCountedFromAnEarlierPlaceThatStillLiesBehindThePosition() throws Exception {
        table.insert(1, 2, 3);
        table.counter(1000);
        run(source(true, false));
        table.counter(4);
        table.insert(4);
        table.counter(5);
        run(source(true, false));
        assertThat(keys()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void stopsAtATableThatWasDroppedAndMadeAgain() throws Exception {
        table.insert(1);
        table.incarnation = new TableReader.Incarnation(Optional.of("16384"), Optional.empty(), OptionalLong.empty());
        run(source(true, false));
        table.incarnation = new TableReader.Incarnation(Optional.of("16399"), Optional.empty(), OptionalLong.empty());
        TableSource second = source(true, false);
        assertThatThrownBy(() -> second.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("was dropped and made again");
    }

    @Test
    void namesTheRowsOfATableThatWasEmptiedAndFilledBeyondThePosition() throws Exception {
        table.put("1", 1, null);
        table.put("2", 2, null);
        storage("a");
        run(source(true, false));
        table.put("1", 10, null);
        table.put("2", 20, null);
        table.put("3", 30, null);
        storage("b");
        assertThat(run(source(true, false)).unreadRows()).isEqualTo(2);
        assertThat(unread).containsExactly(Map.entry(UnreadRows.Reason.REPLACED, 2L));
        assertThat(run(source(true, false)).unreadRows()).isZero();
        assertThat(keys()).containsExactly("1", "2", "3");
    }

    @Test
    void takesATableWhoseRowsWereOnlyWrittenAnewForWhatItIs() throws Exception {
        table.put("1", 1, null);
        table.put("2", 2, null);
        storage("a");
        run(source(true, false));
        storage("b");
        assertThat(run(source(true, false)).unreadRows()).isZero();
        // With another column.
        table.put("2", 2, "2026-01-01 00:00:00");
        storage("c");
        assertThat(run(source(true, false)).unreadRows()).isZero();
    }

    private void storage(String storage) {
        table.incarnation = new TableReader.Incarnation(Optional.empty(), Optional.of(storage), OptionalLong.empty());
    }

    @Test
    void readsRowsWithoutATimeOfChangeAndThoseFromBefore1970() throws Exception {
        table.put("1", 1, null);
        table.put("2", 2, "1970-01-01 00:00:00");
        table.put("3", 3, "1000-01-01 00:00:00");
        table.put("4", 4, "2026-01-01 00:00:00");
        run(changes(true));
        assertThat(keys()).containsExactly("1", "3", "2", "4");
        table.put("1", 5, "2026-01-01 00:00:01");
        table.put("6", 6, null);
        run(changes(true));
        assertThat(keys()).containsExactly("1", "3", "2", "4", "6", "1");
    }

    @Test
    void readsAChangeOfTheSameSecondWithASmallerIdInTheNextRun() throws Exception {
        table.put("1", 1, "2026-01-01 00:00:00");
        table.put("2", 2, "2026-01-01 00:00:01");
        run(changes(true));
        table.put("1", 100, "2026-01-01 00:00:01");
        run(changes(true));
        run(changes(true));
        assertThat(values())
                .containsExactly(
                        "{\"id\":1,\"v\":1,\"updated_at\":\"2026-01-01 00:00:00\"}",
                        "{\"id\":2,\"v\":2,\"updated_at\":\"2026-01-01 00:00:01\"}",
                        "{\"id\":1,\"v\":100,\"updated_at\":\"2026-01-01 00:00:01\"}");
    }

    @Test
    void readsARowThatGoesBackToAnEarlierContentWithinOneSecond() throws Exception {
        for (int value : new int[] {1, 2, 1}) {
            table.put("1", value, "2026-01-01 00:00:01");
            run(changes(true));
        }
        assertThat(values())
                .extracting(value -> value.substring(8, 13))
                .containsExactly("\"v\":1", "\"v\":2", "\"v\":1");
    }

    @Test
    void doesNotRepeatAChangeWhoseEarlierOneHasAWholeSecond() throws Exception {
        table.put("1", 1, "2026-01-01 00:00:01");
        run(changes(true));
        table.put("1", 2, "2026-01-01 00:00:01.5");
        run(changes(true));
        run(changes(true));
        assertThat(keys()).containsExactly("1", "1");
    }

    @Test
    void readsATransactionThatBecomesVisibleWithinTheLag() throws Exception {
        table.put("1", 1, "2026-01-01 11:59:59");
        run(changes(true));
        table.put("2", 2, "2026-01-01 11:59:56");
        assertThat(run(changes(true)).unreadRows()).isZero();
        assertThat(keys()).containsExactly("1", "2");
    }

    @Test
    void namesRowsWithTimesThatWerePassedLongAgo() throws Exception {
        for (int id = 1; id <= 20; id++) {
            table.put(Integer.toString(id), id, "2026-01-01 00:00:" + (10 + id));
        }
        run(changes(true));
        table.put("21", 21, "2025-12-31 00:00:00");
        assertThat(run(changes(true)).unreadRows()).isEqualTo(1);
        assertThat(unread).containsExactly(Map.entry(UnreadRows.Reason.LATE, 1L));
    }

    @Test
    void namesARowThatBecomesVisibleAfterTheLagWhileItRuns() throws Exception {
        table.put("1", 1, "2026-01-01 11:00:00");
        TableSource source = changes(false);
        turn(source);
        table.put("2", 2, "2026-01-01 11:00:10");
        turn(source);
        // Its time lies before the position, and it is not older than what is remembered.
        table.put("3", 3, "2026-01-01 11:00:09");
        turn(source);
        table.put("4", 4, "2026-01-01 11:00:30");
        turn(source);
        clock.now = clock.now.plusSeconds(61);
        turn(source);
        assertThat(unread).containsExactly(Map.entry(UnreadRows.Reason.LATE, 1L));
        assertThat(keys()).containsExactly("1", "2", "4");
    }

    @Test
    void readsWhatComesLateBehindTheEndOfAnEarlierRunWhileItRuns() throws Exception {
        table.put("1", 1, "2026-01-01 12:00:00");
        run(changes(true));
        TableSource source = changes(false);
        turn(source);
        turn(source);
        table.now = table.now.plusSeconds(4);
        table.put("2", 2, "2026-01-01 11:59:59");
        turn(source);
        turn(source);
        assertThat(keys()).containsExactly("1", "2");
    }

    @Test
    void remembersNothingRatherThanRepeatingWhenTooMuchChangesWhileItLooksAgain() throws Exception {
        for (int id = 1; id < RecentChanges.MOST; id++) {
            table.rows.add(new Row(Cursor.of(Integer.toString(id)), "2026-01-01 00:00:01", Map.of("id", (long) id)));
        }
        run(changes(true));
        for (int id = 1; id <= 10; id++) {
            table.rows.add(new Row(Cursor.of(Integer.toString(-id)), "2026-01-01 00:00:01", Map.of("id", (long) -id)));
        }
        run(changes(true));
        run(changes(true));
        assertThat(keys()).doesNotHaveDuplicates();
    }

    @Test
    void namesRowsWhoseTimeOfChangeIsYetToCome() throws Exception {
        table.put("1", 1, "2026-01-01 11:00:00");
        table.put("2", 2, "2099-01-01 00:00:00");
        assertThat(run(changes(true)).unreadRows()).isEqualTo(1);
        assertThat(unread).containsExactly(Map.entry(UnreadRows.Reason.FUTURE, 1L));
        assertThat(keys()).containsExactly("1");
    }

    @Test
    void leavesASecondAloneUntilItAndTheLagAreOver() throws Exception {
        table.now = LocalDateTime.of(2026, 1, 1, 12, 0, 5).plusNanos(999_000_000);
        table.put("1", 1, "2026-01-01 11:59:59");
        table.put("2", 2, "2026-01-01 12:00:00");
        TableSource source = changes(false);
        turn(source);
        assertThat(keys()).containsExactly("1");
        table.now = table.now.plusNanos(1_000_000);
        turn(source);
        assertThat(keys()).containsExactly("1", "2");
    }

    @Test
    void readsManyRowsOfOneSecondOnceThoughItCannotRememberThemAll() throws Exception {
        for (int id = 1; id <= RecentChanges.MOST + 500; id++) {
            table.rows.add(new Row(Cursor.of(Integer.toString(id)), "2026-01-01 00:00:01", Map.of("id", (long) id)));
        }
        run(changes(true));
        run(changes(true));
        assertThat(keys()).hasSize(RecentChanges.MOST + 500).doesNotHaveDuplicates();
    }

    @Test
    void forgetsWhatIsOutOfTheLagAlsoInItsPositions() throws Exception {
        for (int second = 10; second < 40; second++) {
            table.put(Integer.toString(second), second, "2026-01-01 00:00:" + second);
            run(changes(true));
        }
        assertThat(log.takeOver().keySet().stream().filter(key -> key.startsWith(RecentChanges.PREFIX)))
                .hasSize(7);
    }

    @Test
    void readsTextIdsInTheirOrderAndNamesThoseThatComeBetween() throws Exception {
        table.wholeNumbers = false;
        table.insertText("a", "c");
        run(source(true, false));
        table.insertText("b", "d");
        assertThat(run(source(true, false)).unreadRows()).isEqualTo(1);
        assertThat(keys()).containsExactly("a", "c", "d");
    }

    @Test
    void makesARecordWithoutValueOfARowThatCountsAsDeleted() throws Exception {
        table.put("1", 0L, "2026-01-01 00:00:00");
        table.put("2", 1L, "2026-01-01 00:00:01");
        TableSettings settings = new TableSettings(
                "things",
                "things",
                new TableSettings.Columns(List.of("id"), true, List.of("id"), "v"),
                settings(true, List.of("id"), true, false).timing(),
                50_000,
                true,
                false);
        table.columns = List.of(
                new Column("id", "bigint", java.sql.Types.BIGINT, 19, 0, false),
                new Column("v", "int", java.sql.Types.INTEGER, 10, 0, true));
        run(restored(settings, new JsonRowFormat()));
        assertThat(log.committed()).extracting(record -> record.value() == null).containsExactly(false, true);
    }

    @Test
    void namesAKeyColumnThatTheTableDoesNotHave() throws Exception {
        TableSource source = restored(settings(false, List.of("nmae"), false, false), new JsonRowFormat());
        assertThatThrownBy(() -> source.read(log.outlet()))
                .isInstanceOf(ServiceException.class)
                .hasMessage("key column is 'nmae', must be a column of table things: id");
    }

    @Test
    void refusesAPositionThatItCannotUnderstand() throws Exception {
        TableSource source = source(false, false);
        assertThatThrownBy(() -> source.restore(Map.of("table", "{\"id\":".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("saved position of the table is damaged");
    }

    @Test
    void refusesToGoOnInAnotherTable() throws Exception {
        table.insert(1, 2, 3);
        run(source(true, false));
        TableSettings same = settings(false, List.of("id"), true, false);
        TableSettings other =
                new TableSettings("others", "others", same.columns(), same.timing(), same.batchRows(), true, false);
        assertThatThrownBy(() -> restored(other, new JsonRowFormat()))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "table is others (others), must be what was read under this name so far, things; read another"
                                + " one under another --name");
    }

    @Test
    void refusesToReadFromItsBeginningATableThatWasReadAloneUnderTheSameName() throws Exception {
        table.insert(1, 2, 3);
        run(source(true, false));
        byte[] saved = log.takeOver().get("table");
        TableSource second = source(true, false);
        assertThatThrownBy(() -> second.restore(Map.of("former/table", saved)))
                .isInstanceOf(ServiceException.class)
                .hasMessage("table things was read alone under this name so far, must be read so again, or from its"
                        + " beginning under another --name");
        // Those of another table are no reason.
        second.restore(Map.of(
                "former/table",
                new String(saved, StandardCharsets.UTF_8)
                        .replace("things", "others")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tellsTablesAndQueriesApart() {
        assertThat(TableName.named("\"shop\".`orders`").identity()).isEqualTo("shop.orders");
        assertThat(TableName.named("orders").identity()).isEqualTo("orders");
        String query = TableName.query("query", "SELECT 1").identity();
        assertThat(query).isEqualTo(TableName.query("query", "SELECT 1").identity());
        assertThat(query).isNotEqualTo(TableName.query("query", "SELECT 2").identity());
    }

    private TableSource source(boolean untilEnd, boolean waitForTable) throws IOException {
        RowFormat unlucky = row -> {
            if (row.key().equals(Cursor.of("13"))) {
                throw new RowFormat.RowException("13 brings bad luck");
            }
            return new JsonRowFormat().value(row);
        };
        return restored(settings(false, List.of("id"), untilEnd, waitForTable), unlucky);
    }

    private TableSource plain() throws IOException {
        return restored(settings(false, List.of("id"), false, false), new JsonRowFormat());
    }

    /** By time of change, with a lag of 5 s. */
    private TableSource changes(boolean untilEnd) throws IOException {
        return restored(settings(true, List.of("id"), untilEnd, false), new JsonRowFormat());
    }

    private TableSource restored(TableSettings settings, RowFormat format) throws IOException {
        TableSource source = new TableSource(
                table, settings, format, clock, new Quiet(), (reason, rows) -> unread.merge(reason, rows, Long::sum));
        source.restore(log.takeOver());
        return source;
    }

    private static TableSettings settings(boolean byChange, List<String> keys, boolean untilEnd, boolean waitForTable) {
        return new TableSettings(
                "things",
                "things",
                new TableSettings.Columns(List.of("id"), byChange, keys, null),
                new TableSettings.Timing(
                        Duration.ofMillis(1), Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(60)),
                50_000,
                untilEnd,
                waitForTable);
    }

    /** A run with --until-end. */
    private TableSource run(TableSource source) throws Exception {
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
        log.commit(source.changedPositions());
        assertThat(outcome).isEqualTo(Outcome.ENDED);
        return source;
    }

    private List<String> values() {
        return log.committed().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Looks at the table until nothing more is there, committed. */
    private void turn(TableSource source) throws Exception {
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            outcome = source.read(log.outlet());
        }
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
