package io.millrace.sources.database;

import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Properties;

/** H2, the embedded stack's database. */
class H2Dialect implements Dialect {
    @Override
    public Properties driver(DatabaseSettings settings) {
        return new Properties();
    }

    @Override
    public void session(Statement statement) throws SQLException {
        statement.execute("SET TIME ZONE 'UTC'");
    }

    @Override
    public void readingSession(Statement statement) {
        // All of H2's settings that matter are the database's own.
    }

    @Override
    public List<String> more(List<Column> columns) {
        return List.of();
    }

    @Override
    public Object value(ResultSet rows, List<Column> columns, int i) throws SQLException {
        Object value = switch (columns.get(i - 1).jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> rows.getLong(i);
            case Types.DECIMAL, Types.NUMERIC -> rows.getBigDecimal(i);
            case Types.REAL -> rows.getFloat(i);
            case Types.FLOAT, Types.DOUBLE -> rows.getDouble(i);
            case Types.BIT, Types.BOOLEAN -> rows.getBoolean(i);
            case Types.DATE -> rows.getObject(i, LocalDate.class);
            case Types.TIME -> rows.getObject(i, LocalTime.class);
            case Types.TIMESTAMP -> rows.getObject(i, LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> instant(rows.getTimestamp(i));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> rows.getBytes(i);
            default -> rows.getString(i);
        };
        return rows.wasNull() ? null : value;
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    @Override
    public KeyKind keyKind(Connection connection, TableName table, Column column) {
        return switch (column.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> KeyKind.WHOLE_NUMBER;
            case Types.DECIMAL, Types.NUMERIC -> KeyKind.DECIMAL;
            case Types.DATE, Types.TIMESTAMP -> KeyKind.TIME;
            case Types.CHAR, Types.VARCHAR -> KeyKind.TEXT;
            default -> null;
        };
    }

    @Override
    public String keyText(ResultSet rows, KeyKind kind, int i) throws SQLException {
        return rows.getString(i);
    }

    @Override
    public void bind(PreparedStatement statement, int i, KeyKind kind, String text) throws SQLException {
        statement.setString(i, text);
    }

    @Override
    public String clock() {
        return "SELECT LOCALTIMESTAMP(6)";
    }

    @Override
    public TableReader.Incarnation incarnation(Connection connection, TableName table, String keyColumn) {
        return TableReader.Incarnation.UNKNOWN;
    }
}
