package io.millrace.sources.database;

/**
 * Some rows of a table in an order.
 *
 * @param order which rows, and in which order
 * @param after the place behind which they begin; null for the first row on
 * @param upTo the last place, included; null for no end
 */
public record RowRange(Order order, Cursor after, Cursor upTo) {
    /** An order of rows. */
    public enum Order {
        /** All rows that have a key, by key. */
        KEY,
        /** The rows whose time of change is NULL, by key. */
        KEY_WITHOUT_TIME,
        /** The rows that have a time of change, by it and then by key. */
        TIME
    }

    /** Everything in the order. */
    static RowRange all(Order order) {
        return new RowRange(order, null, null);
    }

    /** What comes behind the place; all of it if the place is null. */
    static RowRange behind(Order order, Cursor after) {
        return new RowRange(order, after, null);
    }

    /** What comes up to the place, included; all of it if the place is null. */
    RowRange upTo(Cursor last) {
        return new RowRange(order, after, last);
    }
}
