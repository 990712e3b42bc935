package io.millrace.consumer.store.jdbc;

import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells failures that may pass from those that would come again and again. */
final class SqlFailures {

    private SqlFailures() {}

    /**
     * True if trying again cannot help: the statement or its data is wrong, the user may not do it, or the server is
     * not trusted with the password. All else counts
     * as an outage: a service that waits and says so is better than one that gives up on a server that restarts.
     */
    static boolean isPermanent(SQLException failure) {
        return isTrustMissing(failure) || isPermanentState(failure);
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

    private static boolean isPermanentState(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                // 22 data, 23 constraint, 28 password, 3D and 42 no such thing or not allowed.
                return state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("28")
                        || state.startsWith("3D")
                        || state.startsWith("42")
                        // H2's own: malformed URL, unknown setting, no such database.
                        || state.matches("90046|90113|90146|90149");
            }
        }
        return false;
    }
}
