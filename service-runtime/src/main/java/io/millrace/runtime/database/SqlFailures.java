package io.millrace.runtime.database;

import io.millrace.runtime.retry.Causes;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Sorts failures of database calls, for every service in the same way: those that may pass by themselves are waited for, those
 * that would come again and again end the service.
 */
public final class SqlFailures {
    /**
     * The states' classes of what stays: 22 data, 23 constraint, 28 password, 3D and 42 no such thing or not allowed; H2's own:
     * view that is there already, malformed URL, unknown setting, no such database.
     */
    private static final String STAYING = "(22|23|28|3D|42).*|90038|90046|90113|90146|90149";
    /** MySQL and H2; PostgreSQL. */
    private static final Set<String> MISSING_TABLE = Set.of("42S02", "42S04", "42P01");
    /** A user's connections are all taken, which MySQL and MariaDB put among refusals for good. */
    private static final Set<Integer> TOO_MANY_CONNECTIONS = Set.of(1203, 1226);

    private SqlFailures() {}

    /**
     * True if trying again cannot help: the statement or its data is wrong, the user may not do it, or the server is
     * not trusted with the password. All else counts
     * as an outage: a service that waits and says so is better than one that gives up on a server that restarts.
     */
    public static boolean stays(SQLException failure) {
        if (isTrustMissing(failure) || isStrangeLogIn(failure)) {
            return true;
        }
        SQLException telling = telling(failure);
        return telling != null
                && telling.getSQLState().matches(STAYING)
                && !TOO_MANY_CONNECTIONS.contains(telling.getErrorCode());
    }

    /** True if a table was asked for that does not exist. */
    public static boolean isMissingTable(SQLException failure) {
        SQLException telling = telling(failure);
        return telling != null && MISSING_TABLE.contains(telling.getSQLState());
    }

    /**
     * True if the server asked for a way to log in that the driver does not know. MySQL asks so by turns of users that it does not
     * know, in order not to tell who is there.
     */
    public static boolean isStrangeLogIn(SQLException failure) {
        return Causes.find(
                        failure,
                        at -> String.valueOf(at.getMessage())
                                .contains("does not support authentication protocol requested by server"))
                .isPresent();
    }

    /** The driver reports these as lost connections, or under a state of its own that says no more than "general error". */
    private static boolean isTrustMissing(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage());
            if (at instanceof CertificateException
                    || at instanceof SSLPeerUnverifiedException
                    || message.contains("RSA public key")
                    || message.contains("hostname verification failed")
                    || message.contains("Self signed certificates")) {
                return true;
            }
        }
        return false;
    }

    /** The outermost one with a state; pools put their own around the driver's, with its state and without its number. */
    private static SQLException telling(SQLException failure) {
        SQLException telling = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql
                    && sql.getSQLState() != null
                    && (telling == null || sql.getSQLState().equals(telling.getSQLState()))) {
                telling = sql;
            }
        }
        return telling;
    }
}
