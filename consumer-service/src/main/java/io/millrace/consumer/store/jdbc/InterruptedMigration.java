package io.millrace.consumer.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Finds what a migration left that was killed in between: each statement that changes a schema is a transaction of its own, so
 * some have taken effect, and the history, which is written last, does not say so. Works under Flyway's lock, so that no other
 * process is in the middle of the migration.
 */
final class InterruptedMigration implements Callback {
    private static final List<String> FIRST_TABLES =
            List.of("consumer_progress", "alerts", "consumer_outbox", "consumer_window_state");

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            switch (context.getMigrationInfo().getVersion().getVersion()) {
                case "1" -> requireNothing(statement);
                case "2" -> undoRenaming(statement);
                default -> {
                    // One statement each: nothing can be left.
                }
            }
        } catch (SQLException e) {
            throw new FlywayException("what an earlier start left cannot be found out", e);
        }
    }

    /** Tables of these names may be somebody else's, so that only their owner may say that they can go. */
    private static void requireNothing(Statement statement) throws SQLException {
        for (String table : FIRST_TABLES) {
            if (exists(statement, table)) {
                throw new FlywayException("table " + table + " is there, but not known to have been made whole by this"
                        + " service: it is somebody else's, or the first start was interrupted and left it empty. Use"
                        + " another database, or, if all are empty and nobody else's, drop them: DROP VIEW IF EXISTS"
                        + " warning_temperatures; DROP TABLE IF EXISTS " + String.join(", ", FIRST_TABLES));
            }
        }
    }

    /** The second version begins with renaming; what it makes besides is empty, since nobody uses it before it is whole. */
    private static void undoRenaming(Statement statement) throws SQLException {
        if (!exists(statement, "consumer_window_state") && exists(statement, "consumer_window_rows")) {
            statement.execute("DROP TABLE IF EXISTS consumer_window_log");
            statement.execute("ALTER TABLE consumer_window_rows RENAME TO consumer_window_state");
        }
    }

    private static boolean exists(Statement statement, String table) throws SQLException {
        Connection connection = statement.getConnection();
        // H2 keeps names in capitals unless it is told otherwise.
        for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
            try (ResultSet found = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), null, name.replace("_", "\\_"), new String[] {"TABLE"})) {
                if (found.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public String getCallbackName() {
        return "interrupted migration";
    }
}
