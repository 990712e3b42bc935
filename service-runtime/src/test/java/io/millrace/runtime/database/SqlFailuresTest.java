package io.millrace.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** With the driver's own words and states, in the pool's wrapper. */
class SqlFailuresTest {

    @Test
    void aServerThatIsNotTrustedIsNotWaitedFor() {
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
        handshake.initCause(new CertificateException("unable to find valid certification path"));
        for (SQLException refusal : List.of(
                new SQLException(
                        "RSA public key is not available client side (option serverRsaPublicKeyFile not set)", "S1009"),
                new SQLNonTransientConnectionException("Could not connect to db:3306", "08000", handshake),
                new SQLNonTransientConnectionException(
                        "SSL hostname verification failed : none of the names matches", "08000"))) {
            assertThat(SqlFailures.stays(pooled(refusal)))
                    .as(refusal.getMessage())
                    .isTrue();
        }
    }

    /** Found with MySQL 8.4 and MariaDB's driver: the answer to a user that is not there. */
    @Test
    void aUserThatMySqlDoesNotKnowIsNotWaitedFor() {
        SQLException refusal = new SQLException(
                "Client does not support authentication protocol requested by server. plugin type was ="
                        + " 'sha256_password'",
                "08004");

        assertThat(SqlFailures.isStrangeLogIn(pooled(refusal))).isTrue();
        assertThat(SqlFailures.stays(pooled(refusal))).isTrue();
        assertThat(SqlFailures.isStrangeLogIn(new SQLException("Socket fail to connect", "08000")))
                .isFalse();
    }

    @Test
    void aDatabaseThatH2DoesNotHaveIsNotWaitedFor() {
        SQLException refusal = new SQLException("Database \"/data/typo\" not found", "90146");
        assertThat(SqlFailures.stays(pooled(refusal))).isTrue();
    }

    @Test
    void aServerThatIsAwayOrRestartsIsWaitedFor() {
        for (SQLException outage : List.of(
                new SQLNonTransientConnectionException(
                        "Socket fail to connect to db", "08000", new SocketException("Connection refused")),
                new SQLNonTransientConnectionException(
                        "Socket error", "08000", new SSLHandshakeException("Remote host terminated the handshake")),
                new SQLException("Server shutdown in progress", "08S01"))) {
            assertThat(SqlFailures.stays(pooled(outage)))
                    .as(outage.getMessage())
                    .isFalse();
        }
    }

    @Test
    void aUserWhoseConnectionsAreAllTakenIsWaitedFor() {
        for (int number : List.of(1203, 1226)) {
            SQLException refusal = new SQLException("User has exceeded 'max_user_connections'", "42000", number);
            assertThat(SqlFailures.stays(refusal)).isFalse();
            assertThat(SqlFailures.stays(pooled(refusal))).isFalse();
        }
        assertThat(SqlFailures.stays(new SQLException("You have an error in your SQL syntax", "42000", 1064)))
                .isTrue();
    }

    @Test
    void aTableThatIsMissingIsKnownInEachDialect() {
        for (String state : List.of("42S02", "42S04", "42P01")) {
            SQLException missing = new SQLException("no such table", state);
            assertThat(SqlFailures.isMissingTable(missing)).isTrue();
            assertThat(SqlFailures.stays(missing)).isTrue();
        }
        assertThat(SqlFailures.isMissingTable(new SQLException("no such column", "42S22")))
                .isFalse();
    }

    private static SQLException pooled(SQLException cause) {
        return new SQLTransientConnectionException(
                "alerts - Connection is not available, request timed out after 10000ms", cause.getSQLState(), cause);
    }
}
