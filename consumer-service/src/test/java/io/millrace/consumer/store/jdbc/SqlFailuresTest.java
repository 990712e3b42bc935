package io.millrace.consumer.store.jdbc;

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
            assertThat(SqlFailures.isPermanent(pooled(refusal)))
                    .as(refusal.getMessage())
                    .isTrue();
        }
    }

    @Test
    void aDatabaseThatH2DoesNotHaveIsNotWaitedFor() {
        SQLException refusal = new SQLException("Database \"/data/typo\" not found", "90146");
        assertThat(SqlFailures.isPermanent(pooled(refusal))).isTrue();
    }

    @Test
    void aServerThatIsAwayOrRestartsIsWaitedFor() {
        for (SQLException outage : List.of(
                new SQLNonTransientConnectionException(
                        "Socket fail to connect to db", "08000", new SocketException("Connection refused")),
                new SQLNonTransientConnectionException(
                        "Socket error", "08000", new SSLHandshakeException("Remote host terminated the handshake")),
                new SQLException("Server shutdown in progress", "08S01"))) {
            assertThat(SqlFailures.isPermanent(pooled(outage)))
                    .as(outage.getMessage())
                    .isFalse();
        }
    }

    private static SQLException pooled(SQLException cause) {
        return new SQLTransientConnectionException(
                "alerts - Connection is not available, request timed out after 10000ms", cause.getSQLState(), cause);
    }
}
