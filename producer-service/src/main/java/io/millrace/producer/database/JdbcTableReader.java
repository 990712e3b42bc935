package io.millrace.producer.database;

import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table through JDBC. Names of table and columns were checked to be names; all values are bound. */
public final class JdbcTableReader implements TableReader {
    private final JdbcLink link;
    private final String table;
    private final String id;
    private final String updated;

    /** @param updated name of the updated-at column; null for none */
    public JdbcTableReader(DatabaseSettings settings, String table, String id, String updated) {
        this.link = new JdbcLink(settings);
        this.table = table;
        this.id = id;
        this.updated = updated;
    }

    @Override
    public List<Row> after(long after, long upTo, int limit) throws DatabaseException {
        return query(
                "SELECT * FROM " + table + " WHERE " + id + " > ? AND " + id + " <= ? ORDER BY " + id + " LIMIT ?",
                statement -> {
                    statement.setLong(1, after);
                    statement.setLong(2, upTo);
                    statement.setInt(3, limit);
                });
    }

    @Override
    public List<Row> between(long first, long last, int limit) throws DatabaseException {
        return query(
                "SELECT * FROM " + table + " WHERE " + id + " BETWEEN ? AND ? ORDER BY " + id + " LIMIT ?",
                statement -> {
                    statement.setLong(1, first);
                    statement.setLong(2, last);
                    statement.setInt(3, limit);
                });
    }

    @Override
    public List<Row> changed(LocalDateTime since, long sinceId, LocalDateTime until, int limit)
            throws DatabaseException {
        return query(
                "SELECT * FROM " + table + " WHERE " + updated + " <= ? AND (" + updated + " > ? OR (" + updated
                        + " = ? AND " + id + " > ?)) ORDER BY " + updated + ", " + id + " LIMIT ?",
                statement -> {
                    statement.setObject(1, until);
                    statement.setObject(2, since);
                    statement.setObject(3, since);
                    statement.setLong(4, sinceId);
                    statement.setInt(5, limit);
                });
    }

    @Override
    public long greatestId() throws DatabaseException {
        return one("SELECT MAX(" + id + ") FROM " + table, rows -> rows.getLong(1));
    }

    @Override
    public LocalDateTime databaseTime(Duration ago) throws DatabaseException {
        return one("SELECT CURRENT_TIMESTAMP(6)", rows -> rows.getObject(1, LocalDateTime.class))
                .minus(ago);
    }

    @Override
    public List<String> columns() throws DatabaseException {
        return link.call(connection -> {
            try (PreparedStatement statement = prepare(connection, "SELECT * FROM " + table + " WHERE 1 = 0");
                    ResultSet rows = statement.executeQuery()) {
                ResultSetMetaData meta = rows.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    names.add(meta.getColumnLabel(i).toLowerCase(Locale.ROOT));
                }
                return names;
            }
        });
    }

    @Override
    public void close() {
        link.close();
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> T one(String sql, Reading<T> reading) throws DatabaseException {
        return link.call(connection -> {
            try (PreparedStatement statement = prepare(connection, sql);
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
                return reading.read(rows);
            }
        });
    }

    private List<Row> query(String sql, Binding binding) throws DatabaseException {
        return link.call(connection -> {
            try (PreparedStatement statement = prepare(connection, sql)) {
                binding.bind(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Row> read = new ArrayList<>();
                    while (rows.next()) {
                        read.add(row(rows));
                    }
                    return read;
                }
            }
        });
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(link.timeoutSeconds());
        return statement;
    }

    private Row row(ResultSet rows) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.put(meta.getColumnLabel(i).toLowerCase(Locale.ROOT), value(rows, meta, i));
        }
        LocalDateTime changed = updated == null ? null : rows.getObject(updated, LocalDateTime.class);
        return new Row(rows.getLong(id), changed, columns);
    }

    private static Object value(ResultSet rows, ResultSetMetaData meta, int i) throws SQLException {
        Object value = switch (meta.getColumnType(i)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> rows.getLong(i);
            // An unsigned BIGINT may be greater than a long.
            case Types.BIGINT, Types.DECIMAL, Types.NUMERIC -> rows.getBigDecimal(i);
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> rows.getDouble(i);
            case Types.BIT, Types.BOOLEAN -> meta.getPrecision(i) > 1 ? rows.getBytes(i) : (Object) rows.getBoolean(i);
            case Types.DATE -> rows.getObject(i, LocalDate.class);
            case Types.TIME -> rows.getObject(i, LocalTime.class);
            case Types.TIMESTAMP -> rows.getObject(i, LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> {
                Timestamp timestamp = rows.getTimestamp(i);
                yield timestamp == null ? null : timestamp.toInstant();
            }
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> rows.getBytes(i);
            default -> rows.getString(i);
        };
        return rows.wasNull() ? null : value;
    }
}
