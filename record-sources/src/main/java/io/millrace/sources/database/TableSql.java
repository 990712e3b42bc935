package io.millrace.sources.database;

import io.millrace.sources.database.Dialect.KeyKind;
import io.millrace.sources.database.RowRange.Order;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A statement on ranges of a table, and the values that it binds. Names are checked or quoted ones; everything else is
 * bound. Not thread-safe.
 */
final class TableSql {
    private final Dialect dialect;
    private final List<String> keys;
    private final List<KeyKind> kinds;
    private final String updated;
    private final StringBuilder where = new StringBuilder();
    private final List<KeyKind> boundKinds = new ArrayList<>();
    private final List<String> bound = new ArrayList<>();

    /** @param updated the updated-at column; null for none */
    TableSql(Dialect dialect, List<String> keys, List<KeyKind> kinds, String updated) {
        this.dialect = dialect;
        this.keys = keys;
        this.kinds = kinds;
        this.updated = updated;
    }

    /** The columns of an order, with {@code direction} behind each. */
    String orderBy(Order order, String direction) {
        return columns(order).stream().map(column -> column + direction).collect(Collectors.joining(", "));
    }

    /** The columns that place a row in the order. */
    List<String> columns(Order order) {
        if (order != Order.TIME) {
            return keys;
        }
        List<String> all = new ArrayList<>(List.of(updated));
        all.addAll(keys);
        return all;
    }

    List<KeyKind> kinds(Order order) {
        if (order != Order.TIME) {
            return kinds;
        }
        List<KeyKind> all = new ArrayList<>(List.of(KeyKind.TIME));
        all.addAll(kinds);
        return all;
    }

    /** The condition of the range, with its values noted. */
    TableSql where(RowRange range) {
        for (String key : keys) {
            and(key + " IS NOT NULL");
        }
        if (range.order() == Order.TIME) {
            and(updated + " IS NOT NULL");
        } else if (range.order() == Order.KEY_WITHOUT_TIME) {
            and(updated + " IS NULL");
        }
        if (range.after() != null) {
            beyond(range.order(), range.after(), " > ", " >= ", false);
        }
        if (range.upTo() != null) {
            beyond(range.order(), range.upTo(), " < ", " <= ", true);
        }
        return this;
    }

    /** Takes the whole-number ids of the ranges only; all if there is none. */
    TableSql within(List<IdRange> ids) {
        if (!ids.isEmpty()) {
            and("(" + String.join(" OR ", ids.stream().map(this::between).toList()) + ")");
        }
        return this;
    }

    /** Leaves out the whole-number ids of the ranges. */
    TableSql except(List<IdRange> ids) {
        ids.forEach(range -> and("NOT " + between(range)));
        return this;
    }

    private String between(IdRange range) {
        note(KeyKind.WHOLE_NUMBER, Long.toString(range.first()));
        note(KeyKind.WHOLE_NUMBER, Long.toString(range.last()));
        return "(" + keys.get(0) + " BETWEEN ? AND ?)";
    }

    /** Rows that have NULL in their key. */
    TableSql whereNoKey() {
        and("(" + String.join(" OR ", keys.stream().map(key -> key + " IS NULL").toList()) + ")");
        return this;
    }

    String condition() {
        return where.toString();
    }

    /** Binds all values; returns the number of the next parameter. */
    int bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < bound.size(); i++) {
            dialect.bind(statement, i + 1, boundKinds.get(i), bound.get(i));
        }
        return bound.size() + 1;
    }

    /**
     * Column by column, which every server can look up in an index: {@code a >= ? AND (a > ? OR (a = ? AND (b > ?)))}.
     * The leading half is what the index takes.
     */
    private void beyond(Order order, Cursor place, String beyond, String orAt, boolean included) {
        List<String> columns = columns(order);
        List<KeyKind> columnKinds = kinds(order);
        int length = place.values().size();
        boolean one = length == 1;
        and(columns.get(0) + (one && !included ? beyond : orAt) + "?");
        note(columnKinds.get(0), place.values().get(0));
        if (one) {
            return;
        }
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean last = i == length - 1;
            nested.append('(')
                    .append(columns.get(i))
                    .append(last && included ? orAt : beyond)
                    .append('?');
            note(columnKinds.get(i), place.values().get(i));
            if (!last) {
                nested.append(" OR (").append(columns.get(i)).append(" = ? AND ");
                note(columnKinds.get(i), place.values().get(i));
            }
        }
        // One bracket for the innermost level, two for each around it.
        IntStream.range(0, 2 * length - 1).forEach(i -> nested.append(')'));
        and(nested.toString());
    }

    private void and(String condition) {
        where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
    }

    private void note(KeyKind kind, String value) {
        boundKinds.add(kind);
        bound.add(value);
    }
}
