package io.millrace.sink.table;

/** Hears what becomes of tables. Thread-safe where several tables share one. */
public interface TableEvents {
    /** Nobody listens. */
    TableEvents NONE = new TableEvents() {};

    /** The table is looked after from now on, or still. */
    default void watched(String table) {}

    /** Something was added to the table. */
    default void applied(String table, Applied applied) {}

    /** Another projector was faster, and nothing was added. */
    default void overtaken(String table) {}

    /** All that was in place at this moment is in the table. */
    default void complete(String table) {}
}
