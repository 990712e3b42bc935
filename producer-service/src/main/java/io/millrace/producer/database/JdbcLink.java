package io.millrace.producer.database;

import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** One connection to the database, made when it is needed and thrown away after a failure. Not thread-safe. */
final class JdbcLink implements AutoCloseable {
    private final DatabaseSettings settings;
    private Connection connection;

    JdbcLink(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Runs the work in one transaction. */
    <T> T call(Work<T> work) throws DatabaseException {
        try {
            if (connection == null) {
                connection = connect();
            }
            T result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            close();
            throw sorted(e);
        }
    }

    int timeoutSeconds() {
        return (int) Math.max(1, settings.timeout().toSeconds());
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // Broken, or rolled back by the server: either way nothing of it was promised.
                connection = null;
            }
            connection = null;
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        if (!settings.isH2()) {
            String millis = String.valueOf(settings.timeout().toMillis());
            properties.setProperty("connectTimeout", millis);
            // A server that freezes in the middle of an answer must not hold us for ever.
            properties.setProperty(
                    "socketTimeout", String.valueOf(2 * settings.timeout().toMillis()));
        }
        Connection made = DriverManager.getConnection(settings.driverUrl(), properties);
        try {
            made.setAutoCommit(false);
            made.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            if (!settings.isH2()) {
                try (Statement statement = made.createStatement()) {
                    // TIMESTAMP columns come in the session's zone: one zone for all of us.
                    statement.execute("SET SESSION time_zone = '+00:00'");
                }
            }
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    private DatabaseException sorted(SQLException e) {
        String where = "database " + settings.printable();
        String reason = firstLine(e);
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.equals("42S02") || state.equals("42S04")) {
                    return new DatabaseException.NoTable(where + " has no such table: " + reason, e);
                }
                // 22 data, 23 constraint, 28 password, 3D and 42 no such thing or not allowed; H2's own: 90046
                // malformed
                // URL, 90113 unknown setting, 90146 and 90149 no such database.
                if (state.matches("(22|23|28|3D|42).*|90046|90113|90146|90149")) {
                    return new DatabaseException.Rejected(where + " refused: " + reason, e);
                }
            }
        }
        return new DatabaseException.Unavailable(where + " does not answer: " + reason, e);
    }

    private static String firstLine(SQLException e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
