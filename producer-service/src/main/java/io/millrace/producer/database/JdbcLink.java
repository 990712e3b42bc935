package io.millrace.producer.database;

import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** One connection to the database, made when it is needed and thrown away after a failure. Not thread-safe. */
public final class JdbcLink implements AutoCloseable {
    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final boolean reading;
    private Connection connection;

    /** @param reading true if nothing is ever written through it */
    JdbcLink(DatabaseSettings settings, Dialect dialect, boolean reading) {
        this.settings = settings;
        this.dialect = dialect;
        this.reading = reading;
    }

    /** One for looking at a server and its tables. */
    public static JdbcLink reading(DatabaseSettings settings) {
        return new JdbcLink(settings, Dialect.of(settings), true);
    }

    /**
     * Something to do with a connection.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; everything of one call is one transaction. */
        T with(Connection connection) throws SQLException;
    }

    /** Runs the work in one transaction. */
    public <T> T call(Work<T> work) throws DatabaseException {
        boolean done = false;
        try {
            if (connection == null) {
                connection = connect();
            }
            T result = work.with(connection);
            connection.commit();
            done = true;
            return result;
        } catch (SQLException e) {
            throw sorted(printable(e));
        } finally {
            if (!done) {
                close();
            }
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
        Properties properties = dialect.driver(settings);
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        Connection made = DriverManager.getConnection(settings.driverUrl(), properties);
        try {
            made.setAutoCommit(false);
            made.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try (Statement statement = made.createStatement()) {
                dialect.session(statement);
                if (reading) {
                    dialect.readingSession(statement);
                }
            }
            made.commit();
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
                // MySQL and H2; PostgreSQL.
                if (state.equals("42S02") || state.equals("42S04") || state.equals("42P01")) {
                    return new DatabaseException.NoTable(where + " has no such table: " + reason, e);
                }
                // 22 data, 23 constraint, 28 password, 3D and 42 no such thing or not allowed; H2's own: 90046
                // malformed URL, 90113 unknown setting, 90146 and 90149 no such database.
                if (state.matches("(22|23|28|3D|42).*|90046|90113|90146|90149")) {
                    return new DatabaseException.Rejected(where + " refused: " + reason, e);
                }
            }
        }
        return new DatabaseException.Unavailable(where + " does not answer: " + reason, e);
    }

    /** The same failure with messages as they may be printed, also in a stack trace. */
    private SQLException printable(SQLException e) {
        SQLException shown =
                new SQLException(settings.printable(String.valueOf(e.getMessage())), e.getSQLState(), e.getErrorCode());
        shown.setStackTrace(e.getStackTrace());
        Throwable cause = e.getCause();
        if (cause instanceof SQLException sql && cause != e) {
            shown.initCause(printable(sql));
        } else if (cause != null && cause != e) {
            Exception other =
                    new Exception(cause.getClass().getName() + ": " + settings.printable("" + cause.getMessage()));
            other.setStackTrace(cause.getStackTrace());
            shown.initCause(other);
        }
        return shown;
    }

    private static String firstLine(SQLException e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
