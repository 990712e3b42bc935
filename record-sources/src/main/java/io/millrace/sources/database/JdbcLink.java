package io.millrace.sources.database;

import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.database.SqlFailures;
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
            throw sorted(e);
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
        SQLException shown = printable(e);
        String reason = firstLine(shown)
                + (SqlFailures.isStrangeLogIn(e) ? "; user " + settings.user() + " may be unknown to the server" : "");
        if (SqlFailures.isMissingTable(e)) {
            return new DatabaseException.NoTable(where + " has no such table: " + reason, shown);
        }
        return SqlFailures.stays(e)
                ? new DatabaseException.Rejected(where + " refused: " + reason, shown)
                : new DatabaseException.Unavailable(where + " does not answer: " + reason, shown);
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
