package io.millrace.sources.database;

import io.millrace.runtime.database.DatabaseSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * MySQL and MariaDB through MariaDB's driver. Values come in the protocol's text form: in the binary one the driver makes
 * dates of the calendar of them, which not all of these servers' dates are.
 */
final class MySqlDialect implements Dialect {
    private static final Set<String> SPATIAL = Set.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection",
            "geomcollection");
    private static final int SRID_BYTES = 4;
    private static final int TYPE_BYTES = 4;
    /** What PostGIS sets in a geometry's type when the reference system's number follows (EWKB). */
    private static final byte HAS_SRID = 0x20;

    @Override
    public Properties driver(DatabaseSettings settings) {
        Properties properties = new Properties();
        long millis = settings.timeout().toMillis();
        properties.setProperty("connectTimeout", String.valueOf(millis));
        // A server that freezes in the middle of an answer must not hold us for ever.
        properties.setProperty("socketTimeout", String.valueOf(2 * millis));
        properties.setProperty("useServerPrepStmts", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("transformedBitIsBoolean", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    @Override
    public void session(Statement statement) throws SQLException {
        // TIMESTAMP columns come in the session's zone: one zone for all of us.
        statement.execute("SET SESSION time_zone = '+00:00'");
    }

    @Override
    public void readingSession(Statement statement) throws SQLException {
        String modes;
        try (ResultSet rows = statement.executeQuery("SELECT @@SESSION.sql_mode")) {
            rows.next();
            modes = rows.getString(1);
        }
        // Positions may be dates that the calendar does not have: comparing with one must not be an error.
        String lenient = Arrays.stream(modes.split(","))
                .filter(mode -> !mode.isEmpty() && !mode.startsWith("NO_ZERO"))
                .collect(Collectors.joining(","));
        statement.execute(
                "SET SESSION sql_mode = '" + lenient + (lenient.isEmpty() ? "" : ",") + "ALLOW_INVALID_DATES'");
        if (hasVariable(statement, "information_schema_stats_expiry")) {
            // MySQL's next id of a table would be up to a day old.
            statement.execute("SET SESSION information_schema_stats_expiry = 0");
        }
    }

    private static boolean hasVariable(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW VARIABLES LIKE '" + name + "'")) {
            return rows.next();
        }
    }

    @Override
    public List<String> more(List<Column> columns) {
        // As text, a FLOAT has six digits; as a DOUBLE, all of them.
        return columns.stream()
                .filter(column -> column.jdbcType() == Types.REAL)
                .map(column -> "q.`" + column.name().replace("`", "``") + "` + 0e0")
                .toList();
    }

    @Override
    public Object value(ResultSet rows, List<Column> columns, int i) throws SQLException {
        Column column = columns.get(i - 1);
        if (column.jdbcType() == Types.REAL) {
            long floats = columns.subList(0, i).stream()
                    .filter(before -> before.jdbcType() == Types.REAL)
                    .count();
            String exact = rows.getString(columns.size() + (int) floats);
            return exact == null ? null : (Object) (float) Double.parseDouble(exact);
        }
        if (column.type().equals("bit")) {
            return bits(column, rows.getBytes(i));
        }
        if (SPATIAL.contains(column.type())) {
            return wellKnownBinary(rows.getBytes(i));
        }
        return switch (column.jdbcType()) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> rows.getBytes(i);
            default -> value(column, rows.getString(i));
        };
    }

    private static Object value(Column column, String text) {
        if (text == null) {
            return null;
        }
        if (column.type().equals("json")) {
            return new JsonText(text);
        }
        return switch (column.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ServerText.whole(text);
            case Types.DECIMAL, Types.NUMERIC -> ServerText.decimal(text);
            case Types.DOUBLE, Types.FLOAT -> Double.parseDouble(text);
            case Types.DATE -> ServerText.date(text);
            case Types.TIME -> ServerText.duration(text);
            case Types.TIMESTAMP -> ServerText.timestamp(text);
            default -> text;
        };
    }

    private static Object bits(Column column, byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        BigInteger number = new BigInteger(1, bytes);
        if (column.precision() == 1) {
            return number.signum() != 0;
        }
        return ServerText.whole(number.toString());
    }

    /** Without the four bytes of the reference system that the server puts before it; if they are not 0, as EWKB. */
    private static byte[] wellKnownBinary(byte[] bytes) {
        if (bytes == null || bytes.length < SRID_BYTES + 1 + TYPE_BYTES) {
            return bytes;
        }
        byte[] plain = Arrays.copyOfRange(bytes, SRID_BYTES, bytes.length);
        if (bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0) {
            return plain;
        }
        byte[] extended = new byte[bytes.length];
        System.arraycopy(plain, 0, extended, 0, 1 + TYPE_BYTES);
        extended[TYPE_BYTES] |= HAS_SRID;
        System.arraycopy(bytes, 0, extended, 1 + TYPE_BYTES, SRID_BYTES);
        System.arraycopy(plain, 1 + TYPE_BYTES, extended, 1 + TYPE_BYTES + SRID_BYTES, plain.length - 1 - TYPE_BYTES);
        return extended;
    }

    @Override
    public KeyKind keyKind(Connection connection, TableName table, Column column) throws SQLException {
        return switch (column.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> KeyKind.WHOLE_NUMBER;
            case Types.DECIMAL, Types.NUMERIC -> KeyKind.DECIMAL;
            case Types.DATE, Types.TIMESTAMP -> KeyKind.TIME;
            case Types.BINARY, Types.VARBINARY -> SPATIAL.contains(column.type()) ? null : KeyKind.BYTES;
            case Types.CHAR, Types.VARCHAR, Types.OTHER ->
                // ENUM and SET are sorted by number and compared by name: behind a place would mean two things.
                isEnumOrSet(connection, table, column) ? null : KeyKind.TEXT;
            default -> null;
        };
    }

    private static boolean isEnumOrSet(Connection connection, TableName table, Column column) throws SQLException {
        if (table.isQuery()) {
            return false;
        }
        String sql = "SELECT data_type FROM information_schema.columns WHERE table_schema = COALESCE(?, DATABASE())"
                + " AND table_name = ? AND LOWER(column_name) = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            statement.setString(3, column.name());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getString(1).toLowerCase(Locale.ROOT).matches("enum|set");
            }
        }
    }

    @Override
    public String keyText(ResultSet rows, KeyKind kind, int i) throws SQLException {
        if (kind != KeyKind.BYTES) {
            return rows.getString(i);
        }
        byte[] bytes = rows.getBytes(i);
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    @Override
    public void bind(PreparedStatement statement, int i, KeyKind kind, String text) throws SQLException {
        switch (kind) {
            // A number in quotes would be compared as a floating-point number.
            case WHOLE_NUMBER, DECIMAL -> statement.setBigDecimal(i, new BigDecimal(text));
            case BYTES -> statement.setBytes(i, HexFormat.of().parseHex(text));
            default -> statement.setString(i, text);
        }
    }

    @Override
    public String clock() {
        return "SELECT CURRENT_TIMESTAMP(6)";
    }

    @Override
    public TableReader.Incarnation incarnation(Connection connection, TableName table, String keyColumn)
            throws SQLException {
        if (table.isQuery()) {
            return TableReader.Incarnation.UNKNOWN;
        }
        String sql =
                "SELECT auto_increment, create_time FROM information_schema.tables WHERE table_schema = COALESCE(?, DATABASE())"
                        + " AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return TableReader.Incarnation.UNKNOWN;
                }
                BigDecimal next = rows.getBigDecimal(1);
                boolean counted = next != null && next.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
                return new TableReader.Incarnation(
                        Optional.empty(),
                        Optional.ofNullable(rows.getString(2)),
                        counted ? OptionalLong.of(next.longValue()) : OptionalLong.empty());
            }
        }
    }
}
