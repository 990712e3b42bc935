package io.millrace.sources.database;

import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/** PostgreSQL. Values come as text, of which each type has one exact form. */
final class PostgreSqlDialect implements Dialect {
    @Override
    public Properties driver(DatabaseSettings settings) {
        Properties properties = new Properties();
        long seconds = Math.max(1, settings.timeout().toSeconds());
        properties.setProperty("connectTimeout", String.valueOf(seconds));
        properties.setProperty("loginTimeout", String.valueOf(seconds));
        // A server that freezes in the middle of an answer must not hold us for ever.
        properties.setProperty("socketTimeout", String.valueOf(2 * seconds));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("binaryTransfer", "false");
        // A kept plan fails once its table is altered.
        properties.setProperty("prepareThreshold", "0");
        // Texts that are bound take the type of the column that they are compared with.
        properties.setProperty("stringtype", "unspecified");
        properties.setProperty("ApplicationName", "millrace");
        return properties;
    }

    @Override
    public void session(Statement statement) throws SQLException {
        statement.execute("SET TIME ZONE 'UTC'");
    }

    @Override
    public void readingSession(Statement statement) throws SQLException {
        statement.execute("SET datestyle = 'ISO, YMD'");
        statement.execute("SET intervalstyle = 'iso_8601'");
        statement.execute("SET extra_float_digits = 3");
        statement.execute("SET bytea_output = 'hex'");
    }

    @Override
    public List<String> more(List<Column> columns) {
        return List.of();
    }

    @Override
    public Object value(ResultSet rows, List<Column> columns, int i) throws SQLException {
        String text = rows.getString(i);
        return text == null ? null : value(columns.get(i - 1).type(), text);
    }

    private static Object value(String type, String text) {
        if (type.startsWith("_") && !type.equals("_box")) {
            String element = type.substring(1);
            return ServerText.array(text, part -> value(element, part));
        }
        return switch (type) {
            case "int2", "int4", "int8", "smallserial", "serial", "bigserial", "oid" -> ServerText.whole(text);
            case "numeric" -> ServerText.decimal(text);
            case "float4" -> (Object) Float.parseFloat(text);
            case "float8" -> Double.parseDouble(text);
            case "bool" -> text.equals("t");
            case "date" -> ServerText.date(text);
            case "time" -> ServerText.time(text);
            case "timestamp" -> ServerText.timestamp(text);
            case "timestamptz" -> ServerText.instant(text);
            case "json", "jsonb" -> new JsonText(text);
            case "bytea" -> HexFormat.of().parseHex(text, 2, text.length());
            // PostGIS writes its own types as hexadecimal EWKB.
            case "geometry", "geography" -> HexFormat.of().parseHex(text);
            default -> text;
        };
    }

    @Override
    public KeyKind keyKind(Connection connection, TableName table, Column column) {
        return switch (column.type()) {
            case "int2", "int4", "int8", "smallserial", "serial", "bigserial" -> KeyKind.WHOLE_NUMBER;
            case "numeric" -> KeyKind.DECIMAL;
            case "date", "timestamp", "timestamptz" -> KeyKind.TIME;
            case "text", "varchar", "bpchar", "uuid", "bytea" -> KeyKind.TEXT;
            default -> column.jdbcType() == Types.VARCHAR ? KeyKind.TEXT : null;
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
        return "SELECT CAST(clock_timestamp() AS timestamp(6))";
    }

    @Override
    public TableReader.Incarnation incarnation(Connection connection, TableName table, String keyColumn)
            throws SQLException {
        if (table.isQuery()) {
            return TableReader.Incarnation.UNKNOWN;
        }
        // The sequence's place comes without a right on the sequence only as NULL, which says nothing.
        String sql = "SELECT c.oid, s.last_value, s.last_value IS NULL AND has_sequence_privilege(q.name, 'SELECT'),"
                + " NULLIF(c.relfilenode, 0), q.name"
                + " FROM pg_class c LEFT JOIN LATERAL (SELECT pg_get_serial_sequence(?, ?) AS name WHERE c.relkind IN"
                + " ('r', 'p')) q ON TRUE LEFT JOIN pg_sequences s"
                + " ON format('%I.%I', s.schemaname, s.sequencename) = q.name WHERE c.oid = to_regclass(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.sql());
            statement.setString(2, keyColumn);
            statement.setString(3, table.sql());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return TableReader.Incarnation.UNKNOWN;
                }
                Optional<String> identity = Optional.of(rows.getString(1));
                Optional<String> storage = Optional.ofNullable(rows.getString(4));
                long last = rows.getLong(2);
                if (!rows.wasNull()) {
                    return new TableReader.Incarnation(identity, storage, OptionalLong.of(last + 1));
                }
                return new TableReader.Incarnation(
                        identity,
                        storage,
                        rows.getBoolean(3) ? unused(connection, rows.getString(5)) : OptionalLong.empty());
            }
        }
    }

    /** The next number of a sequence that gave none since it was made or set. */
    private static OptionalLong unused(Connection connection, String sequence) throws SQLException {
        // The server quoted the name.
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT last_value + is_called::int FROM " + sequence);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
    }
}
