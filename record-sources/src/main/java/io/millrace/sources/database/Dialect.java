package io.millrace.sources.database;

import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** What differs between databases. Everything that a driver would decide by itself is set here. */
interface Dialect {
    /** How a key's values are bound. */
    enum KeyKind {
        WHOLE_NUMBER,
        DECIMAL,
        TEXT,
        TIME,
        BYTES
    }

    /** The dialect of this database. */
    static Dialect of(DatabaseSettings settings) {
        return switch (settings.kind()) {
            case MYSQL -> new MySqlDialect();
            case POSTGRESQL -> new PostgreSqlDialect();
            case H2 -> new H2Dialect();
        };
    }

    /** Settings of the driver. */
    Properties driver(DatabaseSettings settings);

    /** Settings of each session. */
    void session(Statement statement) throws SQLException;

    /** Settings of a session that only reads. */
    void readingSession(Statement statement) throws SQLException;

    /** What else has to be selected so that these columns can be read, an expression each. */
    List<String> more(List<Column> columns);

    /** A row's value; {@code i} counts from 1. */
    Object value(ResultSet rows, List<Column> columns, int i) throws SQLException;

    /** How values of this column are bound; null if it can be no key. */
    KeyKind keyKind(Connection connection, TableName table, Column column) throws SQLException;

    /** A key's value as text that {@link #bind} takes. */
    String keyText(ResultSet rows, KeyKind kind, int i) throws SQLException;

    void bind(PreparedStatement statement, int i, KeyKind kind, String text) throws SQLException;

    /** A query for the clock, UTC, as text. */
    String clock();

    /** What is known of the table itself, {@code keyColumn} being its id. */
    TableReader.Incarnation incarnation(Connection connection, TableName table, String keyColumn) throws SQLException;
}
