package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a comparison of a table with the commit logs found.
 *
 * @param loggedFiles files that the logs name up to the table's cursor, and that are still there
 * @param loggedRows records in them
 * @param tableFiles files that the table holds
 * @param tableRows records in them, less those that the table hides
 * @param rewritten true if others have rewritten files of the table: then rows are compared, and files cannot be
 * @param gone files that the logs name and that somebody took away
 * @param letGo files that the logs name and that the upkeep logs let go: the table does without them
 * @param faults what is wrong, a sentence each
 */
public record TableReport(
        long loggedFiles,
        long loggedRows,
        long tableFiles,
        long tableRows,
        boolean rewritten,
        long gone,
        long letGo,
        List<String> faults) {
    public TableReport {
        faults = List.copyOf(requireNonNull(faults, "faults"));
    }

    /** True if the table holds exactly what the logs say. */
    public boolean exact() {
        return faults.isEmpty();
    }
}
