package io.millrace.consumer.store.jdbc;

import java.sql.SQLException;

/** Tells failures that may pass from those that would come again and again. */
final class SqlFailures {

    private SqlFailures() {}

    /**
     * True if trying again cannot help: the statement or its data is wrong, or the user may not do it. All else counts
     * as an outage: a service that waits and says so is better than one that gives up on a server that restarts.
     */
    static boolean isPermanent(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                // 22 data, 23 constraint, 28 password, 3D and 42 no such thing or not allowed.
                return state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("28")
                        || state.startsWith("3D")
                        || state.startsWith("42");
            }
        }
        return false;
    }
}
