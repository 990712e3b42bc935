package io.millrace.producer.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.config.Configuration;
import io.debezium.document.DocumentReader;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the order of records that the engine has for MySQL. */
class PositionHistoryTest {
    private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String OTHER = "3e11fa47-71ca-11e1-9e33-c80aa9429563";
    private static final String TABLE = record(SERVER + ":1-5", ",\"snapshot\":true", 100, "CREATE TABLE t (a INT)");
    private static final String RENAMED = record(SERVER + ":1-5", "", 200, "ALTER TABLE t RENAME COLUMN a TO b");
    private static final String GROWN = record(SERVER + ":1-6", "", 300, "ALTER TABLE t ADD COLUMN c INT");

    @Test
    void givesTheEngineWhatLiesBeforeThePlace() throws Exception {
        assertThat(recovered(SERVER + ":1-7", TABLE, RENAMED, GROWN)).containsExactly(TABLE, RENAMED, GROWN);
    }

    @Test
    void leavesOutAStatementThatTheServerSendsAgainSinceNothingCameBehindIt() throws Exception {
        assertThat(recovered(SERVER + ":1-6", TABLE, RENAMED, GROWN)).containsExactly(TABLE, RENAMED);
        assertThat(recovered(SERVER + ":1-5", TABLE, RENAMED, GROWN)).containsExactly(TABLE);
        assertThat(recovered(SERVER + ":1-3:4-5", TABLE, RENAMED)).containsExactly(TABLE);
    }

    @Test
    void givesAllWhereThereIsNoPlace() throws Exception {
        assertThat(recovered(null, TABLE, RENAMED)).containsExactly(TABLE, RENAMED);
    }

    @Test
    void keepsAStatementOnceThatIsReadAgain() throws Exception {
        try (EngineMemory memory = memory(SERVER + ":1-5", TABLE, RENAMED)) {
            PositionHistory history = history(memory);
            history.recoverRecords(record -> {});
            history.storeRecord(parsed(RENAMED.replace("\"ts_ms\":7", "\"ts_ms\":9")));
            history.storeRecord(parsed(GROWN));

            assertThat(memory.history()).containsExactly(TABLE, RENAMED, GROWN);
        }
    }

    @Test
    void replacesAStatementThatAnotherServerHasAtAnotherPlace() throws Exception {
        String there = record(SERVER + ":1-5," + OTHER + ":1", "", 9200, "ALTER TABLE t RENAME COLUMN a TO b");
        try (EngineMemory memory = memory(SERVER + ":1-5", TABLE, RENAMED)) {
            PositionHistory history = history(memory);
            history.recoverRecords(record -> {});
            history.storeRecord(parsed(there));

            assertThat(memory.history()).hasSize(2).element(1).asString().contains("9200");
            assertThat(recovered(
                            SERVER + ":1-5," + OTHER + ":1", memory.history().toArray(String[]::new)))
                    .containsExactly(TABLE);
        }
    }

    @Test
    void keepsTheSameWordsTwiceWhereTheyWereSaidTwice() throws Exception {
        String again = record(SERVER + ":1-8", "", 500, "ALTER TABLE t ADD COLUMN c INT");
        try (EngineMemory memory = memory(SERVER + ":1-6", TABLE, RENAMED, GROWN)) {
            PositionHistory history = history(memory);
            history.recoverRecords(record -> {});
            history.storeRecord(parsed(GROWN));
            history.storeRecord(parsed(again));

            assertThat(memory.history()).containsExactly(TABLE, RENAMED, GROWN, again);
        }
    }

    private static List<String> recovered(String ids, String... records) throws Exception {
        try (EngineMemory memory = memory(ids, records)) {
            List<String> found = new ArrayList<>();
            List<String> statements = List.of(records);
            history(memory)
                    .recoverRecords(record -> found.add(statements.stream()
                            .filter(text -> text.contains(record.document().getString("ddl")))
                            .findFirst()
                            .orElseThrow()));
            return found;
        }
    }

    private static EngineMemory memory(String ids, String... records) {
        return new EngineMemory(
                ids == null
                        ? null
                        : Map.of("gtids", ids, "file", "binlog.000001", "pos", 150, "millrace_server", SERVER),
                List.of(records));
    }

    private static PositionHistory history(EngineMemory memory) throws ReflectiveOperationException {
        PositionHistory history = new PositionHistory();
        history.configure(
                Configuration.create().with(PositionHistory.MEMORY, memory.id()).build(),
                order(),
                SchemaHistoryListener.NOOP,
                false);
        return history;
    }

    /** The engine is on the class path when it runs, not when it is compiled. */
    private static HistoryRecordComparator order() throws ReflectiveOperationException {
        Object sets = Class.forName("io.debezium.connector.mysql.gtid.MySqlGtidSetFactory")
                .getConstructor()
                .newInstance();
        return (HistoryRecordComparator)
                Class.forName("io.debezium.connector.mysql.history.MySqlHistoryRecordComparator")
                        .getConstructors()[0]
                        .newInstance(null, sets);
    }

    private static HistoryRecord parsed(String record) throws IOException {
        return new HistoryRecord(DocumentReader.defaultReader().read(record));
    }

    private static String record(String ids, String more, int position, String statement) {
        // As the engine writes one.
        return parsedText(
                "{\"source\":{\"server\":\"millrace\"},\"position\":{\"ts_sec\":1,\"file\":\"binlog.000001\",\"pos\":"
                        + position + ",\"gtids\":\"" + ids + "\",\"server_id\":1" + more
                        + "},\"ts_ms\":7,\"databaseName\":\"d\",\"ddl\":\"" + statement + "\",\"tableChanges\":[]}");
    }

    private static String parsedText(String record) {
        try {
            return io.debezium.document.DocumentWriter.defaultWriter()
                    .write(DocumentReader.defaultReader().read(record));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
