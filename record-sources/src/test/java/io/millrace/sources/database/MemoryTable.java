package io.millrace.sources.database;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A table in memory with the columns id, v and updated_at, and a clock of its own. */
final class MemoryTable implements TableReader {
    private static final Column ID = new Column("id", "bigint", java.sql.Types.BIGINT, 19, 0, false);

    final List<Row> rows = new ArrayList<>();
    boolean wholeNumbers = true;
    DatabaseException failure;
    int rangesAsked;
    /** What happens once while rows with missing ids are looked for, after the look began. */
    Runnable whileAskedForIds = () -> {};

    LocalDateTime now = LocalDateTime.of(2026, 1, 1, 12, 0);
    Incarnation incarnation = Incarnation.UNKNOWN;
    long rowsWithoutKey;
    List<Column> columns = List.of(ID);

    void insert(long... ids) {
        for (long id : ids) {
            rows.add(row(Long.toString(id), null, null));
        }
    }

    /** A row with a time of change, in place of the one with its id. */
    void put(String id, Object value, String updated) {
        rows.removeIf(row -> row.key().equals(Cursor.of(id)));
        rows.add(row(id, value, updated));
    }

    void insertText(String... ids) {
        for (String id : ids) {
            rows.add(row(id, null, null));
        }
    }

    private static Row row(String id, Object value, String updated) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("id", id.matches("-?\\d{1,18}") ? (Object) Long.valueOf(id) : id);
        if (value != null) {
            columns.put("v", value);
        }
        if (updated != null) {
            columns.put("updated_at", updated);
        }
        return new Row(Cursor.of(id), updated, columns);
    }

    private void failOnce() throws DatabaseException {
        DatabaseException thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    private Stream<Row> in(RowRange range) {
        boolean byTime = range.order() == RowRange.Order.TIME;
        return rows.stream()
                .filter(row -> range.order() == RowRange.Order.KEY || byTime == (row.updated() != null))
                .filter(row -> range.after() == null || compare(place(row, byTime), range.after(), byTime) > 0)
                .filter(row -> range.upTo() == null || compare(place(row, byTime), range.upTo(), byTime) <= 0)
                .sorted(Comparator.comparing(row -> place(row, byTime), (a, b) -> compare(a, b, byTime)));
    }

    private static Cursor place(Row row, boolean byTime) {
        return byTime ? row.key().at(row.updated()) : row.key();
    }

    private int compare(Cursor a, Cursor b, boolean byTime) {
        for (int i = 0; i < Math.min(a.values().size(), b.values().size()); i++) {
            String left = a.values().get(i);
            String right = b.values().get(i);
            int order = wholeNumbers && (i > 0 || !byTime) ? compareNumbers(left, right) : left.compareTo(right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareNumbers(String left, String right) {
        boolean alike = left.length() == right.length() && left.charAt(0) != '-' && right.charAt(0) != '-';
        return alike ? left.compareTo(right) : new BigDecimal(left).compareTo(new BigDecimal(right));
    }

    @Override
    public List<Column> columns() throws DatabaseException {
        failOnce();
        return columns;
    }

    @Override
    public List<Column> knownColumns() {
        return columns;
    }

    @Override
    public boolean keyIsWholeNumber() {
        return wholeNumbers;
    }

    @Override
    public boolean mayLackTime() {
        return true;
    }

    @Override
    public long timeResolutionNanos() {
        return 1_000_000_000L;
    }

    @Override
    public int read(RowRange range, Batch batch, Sink sink) throws DatabaseException {
        failOnce();
        List<Row> found = in(range).limit(batch.rows()).toList();
        found.forEach(sink::row);
        return found.size();
    }

    @Override
    public int readIds(RowRange.Order order, List<IdRange> ids, Batch batch, Sink sink) throws DatabaseException {
        failOnce();
        rangesAsked += ids.size();
        List<Row> found = in(RowRange.all(order))
                .filter(row -> isIn(row, ids))
                .limit(batch.rows())
                .toList();
        found.forEach(sink::row);
        Runnable event = whileAskedForIds;
        whileAskedForIds = () -> {};
        event.run();
        return found.size();
    }

    private static boolean isIn(Row row, List<IdRange> ids) {
        BigDecimal id = new BigDecimal(row.key().values().get(0));
        return ids.stream()
                .anyMatch(range -> id.compareTo(BigDecimal.valueOf(range.first())) >= 0
                        && id.compareTo(BigDecimal.valueOf(range.last())) <= 0);
    }

    @Override
    public long count(RowRange range, List<IdRange> except) throws DatabaseException {
        failOnce();
        return in(range).filter(row -> except.isEmpty() || !isIn(row, except)).count();
    }

    @Override
    public long countWithoutKey() {
        return rowsWithoutKey;
    }

    @Override
    public Optional<Cursor> last(RowRange.Order order) throws DatabaseException {
        failOnce();
        return in(RowRange.all(order))
                .map(row -> place(row, order == RowRange.Order.TIME))
                .reduce((first, second) -> second);
    }

    @Override
    public LocalDateTime databaseTime() {
        return now;
    }

    @Override
    public Incarnation incarnation() {
        return incarnation;
    }

    /** The table as one whose ids are counted. */
    void counter(long next) {
        incarnation = new Incarnation(Optional.empty(), Optional.empty(), OptionalLong.of(next));
    }

    @Override
    public void close() {}
}
