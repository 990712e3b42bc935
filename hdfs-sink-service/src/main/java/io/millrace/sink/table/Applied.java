package io.millrace.sink.table;

/**
 * What one step has brought into a table.
 *
 * @param files how many files
 * @param rows how many records they hold
 * @param gone files that the log names, that were in place once and that somebody took away since: they are left out
 * @param removed files that the upkeep logs let go, and that were taken out
 * @param more true if there is more to apply than was applied in this step
 */
public record Applied(int files, long rows, int gone, int removed, boolean more) {
    /** Both together; more is what the later one says. */
    public Applied plus(Applied later) {
        return new Applied(
                files + later.files, rows + later.rows, gone + later.gone, removed + later.removed, later.more);
    }
}
