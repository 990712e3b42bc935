package io.millrace.sink.table;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A table that can be asked how far it has come, and that takes files together with the answer to that question in one
 * atomic step.
 *
 * <p>Any call may fail with an IOException before or after it took effect: the cursor tells which.
 */
public interface TargetTable {
    /** Kind, name and branch: what tells it from others that are made of the same files. */
    String name();

    /** How far the table has come; {@link TableCursor#NONE} if there is no table yet. */
    TableCursor cursor() throws IOException;

    /**
     * Adds the files and moves the cursor, both or neither, if the cursor is still where it was. Makes the table if it is not
     * there, and adds the columns that it lacks.
     *
     * @throws OvertakenException if the cursor is somewhere else: another projector was faster
     * @throws TableRefusedException if the files do not fit the table, or the catalog does not let this user
     */
    void append(TableCursor from, List<TableFile> files, TableCursor to) throws IOException, OvertakenException;

    /**
     * As {@link #append}, in place of all that the table holds; its schema and its earlier snapshots stay.
     *
     * @throws OvertakenException if the cursor is somewhere else
     */
    void replace(TableCursor from, List<TableFile> files, TableCursor to) throws IOException, OvertakenException;

    /**
     * Takes these files out, if it has them, and moves the cursor, both or neither, if the cursor is still where it was. The
     * table is there. With no files at all only the cursor moves.
     *
     * @param paths within the file system of the data root
     * @return how many of them it had
     * @throws OvertakenException if the cursor is somewhere else
     */
    int remove(TableCursor from, List<String> paths, TableCursor to) throws IOException, OvertakenException;

    /** What the table holds together with its cursor; empty if there is no table. */
    Optional<TableContent> content() throws IOException;
}
