package io.millrace.sources.database;

import java.util.List;

/**
 * A place in a table's order: the values of the columns that it is ordered by, as the server writes them. Fewer values
 * than columns stand for all rows that begin with them.
 */
public record Cursor(List<String> values) {
    public Cursor {
        values = List.copyOf(values);
    }

    static Cursor of(String... values) {
        return new Cursor(List.of(values));
    }

    /** This with the time of change before it: a place in the order by time. */
    Cursor at(String time) {
        List<String> all = new java.util.ArrayList<>(values.size() + 1);
        all.add(time);
        all.addAll(values);
        return new Cursor(all);
    }

    @Override
    public String toString() {
        return String.join("|", values);
    }
}
