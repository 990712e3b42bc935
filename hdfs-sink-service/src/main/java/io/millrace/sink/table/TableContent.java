package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a table holds at one moment.
 *
 * @param cursor how far it had come
 * @param rows of each live data file by its path within the file system of the data root
 * @param rowsDeleted rows of these files that the table hides, because somebody deleted them
 * @param rewritten true if somebody has put files in place of others
 */
public record TableContent(TableCursor cursor, Map<String, Long> rows, long rowsDeleted, boolean rewritten) {
    public TableContent {
        requireNonNull(cursor, "cursor");
        rows = Map.copyOf(rows);
    }
}
