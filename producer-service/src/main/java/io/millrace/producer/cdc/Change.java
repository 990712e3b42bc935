package io.millrace.producer.cdc;

import java.util.List;
import java.util.Map;

/**
 * One thing that a database's log tells, in the log's order.
 *
 * @param kind what it is
 * @param transaction the database's transaction, for {@link Kind#BEGIN} and {@link Kind#END}; else null
 * @param place where the engine would go on behind it, in the engine's own terms
 * @param row what happened to a row; null for all kinds but {@link Kind#SNAPSHOT_ROW} and {@link Kind#ROW}
 */
public record Change(Kind kind, String transaction, Map<String, Object> place, RowChange row) {
    /** What a change is. */
    public enum Kind {
        /** A row of the snapshot. */
        SNAPSHOT_ROW,
        /** A transaction begins. */
        BEGIN,
        /** A row was inserted, updated or deleted, or a table truncated. */
        ROW,
        /** The transaction is over. */
        END,
        /** The log was read up to here; it may have nothing of our tables. */
        HEARTBEAT
    }

    /**
     * What happened to a row.
     *
     * @param table schema or database, and table
     * @param operation {@code r} read by the snapshot, {@code c} inserted, {@code u} updated, {@code d} deleted, {@code t}
     *     all rows of the table deleted at once
     * @param key values of the primary key; empty if there is none
     * @param before the row before; null if there was none or the log does not tell
     * @param after the row behind it; null if there is none
     * @param missing columns whose value the log does not hold
     * @param millis time of the commit, since 1970; 0 if it is not known
     */
    public record RowChange(
            String table,
            String operation,
            List<Object> key,
            Map<String, Object> before,
            Map<String, Object> after,
            List<String> missing,
            long millis) {}
}
