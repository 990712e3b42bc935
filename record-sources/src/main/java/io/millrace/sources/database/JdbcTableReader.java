package io.millrace.sources.database;

import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.sources.database.Dialect.KeyKind;
import io.millrace.sources.database.RowRange.Order;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table through JDBC. Names of table and columns were checked to be names; all values are bound. */
public final class JdbcTableReader implements TableReader {
    private static final int ALTERED = -1;
    /** Tries to read a table as it was just described: more of them are no longer an alteration that came between. */
    private static final int MOST_TRIES = 3;

    /** SQL state of MySQL and H2. */
    private static final String NO_SUCH_COLUMN = "42S22";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int NANO_DIGITS = 9;

    private final JdbcLink link;
    private final Dialect dialect;
    private final TableName table;
    private final List<String> keys;
    private final String updated;
    private List<Column> columns = List.of();
    private List<KeyKind> kinds = List.of();
    /** How the last answer's columns differed from the description. */
    private String difference;

    /**
     * @param keys names of the id columns, plain or quoted
     * @param updated name of the updated-at column; null for none
     */
    public JdbcTableReader(DatabaseSettings settings, TableName table, List<String> keys, String updated) {
        this(settings, Dialect.of(settings), table, keys, updated);
    }

    JdbcTableReader(DatabaseSettings settings, Dialect dialect, TableName table, List<String> keys, String updated) {
        this.dialect = dialect;
        this.link = new JdbcLink(settings, dialect, true);
        this.table = table;
        this.keys = List.copyOf(keys);
        this.updated = updated;
    }

    @Override
    public List<Column> columns() throws DatabaseException {
        return link.call(connection -> {
            try (PreparedStatement statement =
                            prepare(connection, "SELECT q.* FROM " + table.sql() + " q WHERE 1 = 0");
                    ResultSet rows = statement.executeQuery()) {
                describe(
                        connection,
                        described(rows.getMetaData(), rows.getMetaData().getColumnCount()));
                return columns;
            }
        });
    }

    private void describe(Connection connection, List<Column> now) throws SQLException {
        requireToldApart(now);
        List<KeyKind> nowKinds = new ArrayList<>();
        for (String key : keys) {
            Column column = find(now, key, "id column");
            KeyKind kind = dialect.keyKind(connection, table, column);
            if (kind == null) {
                throw unfit("id column", column, "must be a whole number, a decimal, text, a date or a time");
            }
            nowKinds.add(kind);
        }
        if (updated != null) {
            Column column = find(now, updated, "updated-at column");
            if (dialect.keyKind(connection, table, column) != KeyKind.TIME) {
                throw unfit("updated-at column", column, "must be a date or a time with a date");
            }
        }
        columns = now;
        kinds = nowKinds;
    }

    private void requireToldApart(List<Column> now) throws SQLException {
        Set<String> names = new HashSet<>();
        for (Column column : now) {
            if (!names.add(column.name())) {
                throw new SQLException(
                        "column '" + column.name() + "' is there more than once in " + table.display()
                                + ", columns must differ by more than upper and lower case: a record's fields have their"
                                + " names",
                        NO_SUCH_COLUMN);
            }
        }
    }

    private Column find(List<Column> now, String name, String what) throws SQLException {
        for (Column column : now) {
            if (column.name().equals(TableName.column(name))) {
                return column;
            }
        }
        throw new SQLException(
                what + " is '" + name + "', must be a column of " + table.display() + ": "
                        + String.join(", ", now.stream().map(Column::name).toList()),
                NO_SUCH_COLUMN);
    }

    private SQLException unfit(String what, Column column, String rule) {
        return new SQLException(
                what + " '" + column.name() + "' of " + table.display() + " is of type " + column.type() + ", " + rule,
                NO_SUCH_COLUMN);
    }

    private static List<Column> described(ResultSetMetaData meta, int count) throws SQLException {
        List<Column> found = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            found.add(new Column(
                    meta.getColumnLabel(i).toLowerCase(Locale.ROOT),
                    String.valueOf(meta.getColumnTypeName(i)).toLowerCase(Locale.ROOT),
                    meta.getColumnType(i),
                    meta.getPrecision(i),
                    meta.getScale(i),
                    meta.isNullable(i) != ResultSetMetaData.columnNoNulls));
        }
        return found;
    }

    @Override
    public List<Column> knownColumns() {
        return columns;
    }

    @Override
    public boolean keyIsWholeNumber() {
        return kinds.equals(List.of(KeyKind.WHOLE_NUMBER));
    }

    @Override
    public boolean mayLackTime() {
        return updatedColumn().map(Column::nullable).orElse(false);
    }

    @Override
    public long timeResolutionNanos() {
        Optional<Column> column = updatedColumn();
        if (column.isPresent() && column.get().jdbcType() == Types.DATE) {
            return Duration.ofDays(1).toNanos();
        }
        long nanos = NANOS_PER_SECOND;
        for (int digit = 0; digit < column.map(Column::scale).orElse(0) && digit < NANO_DIGITS; digit++) {
            nanos /= 10;
        }
        return nanos;
    }

    private Optional<Column> updatedColumn() {
        return columns.stream()
                .filter(column -> updated != null && column.name().equals(TableName.column(updated)))
                .findFirst();
    }

    @Override
    public int read(RowRange range, Batch batch, Sink sink) throws DatabaseException {
        return read(range, List.of(), batch, sink);
    }

    @Override
    public int readIds(Order order, List<IdRange> ids, Batch batch, Sink sink) throws DatabaseException {
        return read(RowRange.all(order), ids, batch, sink);
    }

    /** @param within whole-number ids that are asked for; empty for all */
    private int read(RowRange range, List<IdRange> within, Batch batch, Sink sink) throws DatabaseException {
        int count = ALTERED;
        for (int tries = 0; count == ALTERED; tries++) {
            if (tries == MOST_TRIES) {
                throw new DatabaseException.Rejected(
                        "table " + table.display() + " answers with other columns than it is described with: "
                                + difference,
                        null);
            }
            if (columns.isEmpty()) {
                columns();
            }
            count = link.call(connection -> {
                TableSql sql = sql().where(range).within(within);
                String more =
                        dialect.more(columns).stream().map(one -> ", " + one).collect(Collectors.joining());
                String text = "SELECT q.*" + more + " FROM " + table.sql() + " q" + sql.condition() + " ORDER BY "
                        + sql.orderBy(range.order(), "") + " LIMIT ?";
                try (PreparedStatement statement = prepare(connection, text)) {
                    statement.setInt(sql.bind(statement), batch.rows());
                    statement.setFetchSize(batch.atATime());
                    try (ResultSet rows = statement.executeQuery()) {
                        return handOut(rows, sink);
                    }
                }
            });
        }
        return count;
    }

    private int handOut(ResultSet rows, Sink sink) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<Column> now =
                described(meta, meta.getColumnCount() - dialect.more(columns).size());
        if (!now.equals(columns)) {
            // Described anew before anything is handed out: what was selected beside the columns belongs to the old
            // ones.
            difference = difference(columns, now);
            columns = List.of();
            return ALTERED;
        }
        int count = 0;
        while (rows.next()) {
            sink.row(row(rows));
            count++;
        }
        return count;
    }

    private static String difference(List<Column> described, List<Column> now) {
        for (int i = 0; i < Math.min(described.size(), now.size()); i++) {
            if (!described.get(i).equals(now.get(i))) {
                return now.get(i) + " in place of " + described.get(i);
            }
        }
        return now.size() + " columns in place of " + described.size();
    }

    private Row row(ResultSet rows) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.size(); i++) {
            values.put(columns.get(i - 1).name(), dialect.value(rows, columns, i));
        }
        List<String> key = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            key.add(dialect.keyText(rows, kinds.get(k), indexOf(keys.get(k))));
        }
        return new Row(new Cursor(key), updated == null ? null : rows.getString(indexOf(updated)), values);
    }

    private int indexOf(String name) {
        String plain = TableName.column(name);
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(plain)) {
                return i + 1;
            }
        }
        throw new IllegalStateException("column " + name + " was there when the table was described");
    }

    @Override
    public long count(RowRange range, List<IdRange> except) throws DatabaseException {
        return count(sql().where(range).except(except));
    }

    @Override
    public long countWithoutKey() throws DatabaseException {
        return count(sql().whereNoKey());
    }

    private long count(TableSql sql) throws DatabaseException {
        return link.call(connection -> {
            try (PreparedStatement statement =
                    prepare(connection, "SELECT COUNT(*) FROM " + table.sql() + " q" + sql.condition())) {
                sql.bind(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    @Override
    public Optional<Cursor> last(Order order) throws DatabaseException {
        return link.call(connection -> {
            TableSql sql = sql().where(RowRange.all(order));
            String text = "SELECT " + String.join(", ", sql.columns(order)) + " FROM " + table.sql() + " q"
                    + sql.condition() + " ORDER BY " + sql.orderBy(order, " DESC") + " LIMIT 1";
            try (PreparedStatement statement = prepare(connection, text);
                    ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                List<String> values = new ArrayList<>();
                for (KeyKind kind : sql.kinds(order)) {
                    values.add(dialect.keyText(rows, kind, values.size() + 1));
                }
                return Optional.of(new Cursor(values));
            }
        });
    }

    @Override
    public LocalDateTime databaseTime() throws DatabaseException {
        return link.call(connection -> {
            try (PreparedStatement statement = prepare(connection, dialect.clock());
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                String text = rows.getString(1);
                if (ServerText.timestamp(text) instanceof LocalDateTime time) {
                    return time;
                }
                throw new SQLException("its clock says '" + text + "', which is no time");
            }
        });
    }

    @Override
    public Incarnation incarnation() throws DatabaseException {
        return link.call(connection -> dialect.incarnation(connection, table, TableName.column(keys.get(0))));
    }

    @Override
    public void close() {
        link.close();
    }

    private TableSql sql() {
        return new TableSql(dialect, keys, kinds, updated);
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(link.timeoutSeconds());
        return statement;
    }
}
