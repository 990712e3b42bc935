package io.millrace.sources.database;

import java.time.Duration;
import java.util.List;

/**
 * How a table is read.
 *
 * @param table its name, for messages and dead letters
 * @param identity what tells it from other tables in positions; see {@link TableName#identity}
 * @param columns the columns that mean something to us
 * @param timing pauses and waiting times
 * @param batchRows most rows per query, at least 1
 * @param untilEnd true to end at the rows that were the last when it started
 * @param waitForTable true to wait for a table that does not exist yet
 */
public record TableSettings(
        String table,
        String identity,
        Columns columns,
        Timing timing,
        int batchRows,
        boolean untilEnd,
        boolean waitForTable) {
    /**
     * Columns that mean something to us; lower case, without quotes.
     *
     * @param id those that identify a row and order the rows, at least one
     * @param byChange true to read by time of change, so that updated rows come again; false to read by id alone
     * @param key those whose values, with {@code |} between them, are the record's key
     * @param deleted one that says that the row counts as deleted, which makes a record without value; null for none
     */
    public record Columns(List<String> id, boolean byChange, List<String> key, String deleted) {
        public Columns {
            id = List.copyOf(id);
            key = List.copyOf(key);
        }
    }

    /**
     * Pauses and waiting times.
     *
     * @param pollInterval pause between two looks when nothing is new
     * @param gapWait how long a missing smaller id may still appear: longer than any transaction that inserts
     * @param changeLag by time of change, rows younger than this are left for later: longer than any transaction
     * @param recountInterval how often rows are counted, to find those that came where the source had passed; zero for never
     */
    public record Timing(Duration pollInterval, Duration gapWait, Duration changeLag, Duration recountInterval) {}
}
