package io.millrace.producer.database;

import java.time.Duration;
import java.util.List;

/**
 * How a table is read.
 *
 * @param table its name, for messages and dead letters
 * @param byChange true to read by time of change, so that updated rows come again; false to read by id alone
 * @param keyColumns columns whose values, with {@code |} between them, are the record's key; lower case
 * @param pollInterval pause between two looks when nothing is new
 * @param gapWait how long a missing smaller id may still appear: longer than any transaction that inserts
 * @param changeLag by time of change, rows younger than this are left for later: longer than any transaction
 * @param batchRows rows per query, at least 1
 * @param untilEnd true to end at the rows that were the last when it started
 * @param waitForTable true to wait for a table that does not exist yet
 */
public record TableSettings(
        String table,
        boolean byChange,
        List<String> keyColumns,
        Duration pollInterval,
        Duration gapWait,
        Duration changeLag,
        int batchRows,
        boolean untilEnd,
        boolean waitForTable) {
    public TableSettings {
        keyColumns = List.copyOf(keyColumns);
    }
}
