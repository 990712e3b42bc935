package io.millrace.sink.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.retry.Explained;
import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.KerberosAuthException;
import org.ietf.jgss.GSSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of who does not believe whom, by the exceptions that Java and Hadoop make of it; the real ones are tried by SecuredHdfsIT. */
class KerberosFailuresTest {
    private static final KerberosLogin ANN =
            new KerberosLogin(Optional.of("ann@EXAMPLE.COM"), Optional.of("/ann.keytab"));

    private static final KerberosLogin NOBODY = new KerberosLogin(Optional.empty(), Optional.empty());

    private static IOException login(String said, Throwable cause) {
        LoginException failed = new LoginException(said);
        failed.initCause(cause);
        return KerberosFailures.ofLogin(new KerberosAuthException("failure to login", failed), ANN);
    }

    /** As the client of HDFS wraps what SASL says. */
    private static IOException call(String said) {
        GSSException gss = new GSSException(GSSException.NO_CRED, -1, said);
        gss.initCause(new IOException("Identifier doesn't match expected value (906)"));
        return new IOException("DestHost:destPort nn:8020", new SaslException("GSS initiate failed", gss));
    }

    private static Optional<IOException> told(IOException failure, boolean answered) {
        return KerberosFailures.ofCall(failure, ANN, answered);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Unable to obtain password from user                              | Kerberos: keytab /ann.keytab has no key of ann@EXAMPLE.COM; correct --kerberos-principal or --kerberos-keytab
            Client not found in Kerberos database (6)                        | Kerberos: the KDC does not know ann@EXAMPLE.COM (keytab /ann.keytab): Client not found in Kerberos database (6); correct --kerberos-principal
            Pre-authentication information was invalid (24)                  | Kerberos: the KDC refuses the keys of ann@EXAMPLE.COM (keytab /ann.keytab): Pre-authentication information was invalid (24); have the keytab made anew
            Integrity check on decrypted field failed (31) - PREAUTH_FAILED  | Kerberos: the KDC refuses the keys of ann@EXAMPLE.COM (keytab /ann.keytab): Integrity check on decrypted field failed (31) - PREAUTH_FAILED; have the keytab made anew
            Checksum failed                                                  | Kerberos: the KDC refuses the keys of ann@EXAMPLE.COM (keytab /ann.keytab): Checksum failed; have the keytab made anew
            Cannot locate KDC                                                | Kerberos: krb5.conf names no KDC for ann@EXAMPLE.COM (keytab /ann.keytab); name it there, or correct --kerberos-principal
            Clock skew too great (37)                                        | Kerberos: the clocks of this machine and of the KDC differ too much: Clock skew too great (37); set them
            KDC has no support for encryption type (14)                      | Kerberos: no log-in of ann@EXAMPLE.COM (keytab /ann.keytab): KDC has no support for encryption type (14); look at --kerberos-principal, --kerberos-keytab and krb5.conf
            """)
    void aLogInThatTheKdcRefusesNamesWhatToChange(String said, String sentence) {
        IOException told = login(said, new IOException("Identifier doesn't match expected value (906)"));
        assertThat(told).hasMessage(sentence);
        assertThat(RefusedException.isLasting(told)).isEqualTo(!mayHeal(told));
    }

    /** Clocks are set soon after a machine has started, and of what nobody has seen yet nobody knows whether it stays. */
    private static boolean mayHeal(IOException told) {
        return told.getMessage().contains("clocks")
                || told.getMessage().contains("no log-in of")
                || told.getMessage().contains("does not let this process in");
    }

    @Test
    void withoutARealmWhereToNameOneIsSaid() {
        IOException told = KerberosFailures.ofLogin(
                new IllegalArgumentException(
                        "Can't get Kerberos realm", new IOException("Cannot locate default realm")),
                ANN);
        assertThat(told)
                .hasMessageStartingWith("Kerberos: no realm is known: Cannot locate default realm; name one in");
    }

    @Test
    void aKdcThatIsAwayMayComeBack() {
        assertThat(login("Connection refused", new ConnectException("Connection refused")))
                .isInstanceOf(Explained.class)
                .hasMessage("Kerberos: the KDC that krb5.conf names does not answer: Connection refused");
        assertThat(login("kdc.invalid", new UnknownHostException("kdc.invalid")))
                .isInstanceOf(HdfsAwayException.class)
                .hasMessageEndingWith("host kdc.invalid is not known");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Server not found in Kerberos database (7) | the KDC does not know the NameNode: .*; correct dfs.namenode.kerberos.principal
            Clock skew too great (37)                 | the clocks of this machine and of the KDC differ too much: .*; set them
            Failed to find any Kerberos tgt           | the ticket of ann@EXAMPLE.COM .keytab /ann.keytab. has ended, and there is no new one yet
            Something new                             | HDFS does not let this process in: .*Something new.*
            """)
    void whoWasLetInBeforeWaitsAndWhoWasNotEndsWhereThatIsCertain(String said, String sentence) {
        assertThat(told(call(said), false)).hasValueSatisfying(told -> {
            assertThat(RefusedException.isLasting(told)).isEqualTo(!mayHeal(told));
            assertThat(told.getMessage()).matches("Kerberos: " + sentence);
        });
        assertThat(told(call(said), true))
                .hasValueSatisfying(told -> assertThat(told).isInstanceOf(HdfsAwayException.class));
    }

    @Test
    void aTicketCacheWhoseTicketEndedIsWaitedFor() {
        LoginException empty = new LoginException("Unable to obtain password from user");
        assertThat(KerberosFailures.ofCall(new KerberosAuthException("failure to login", empty), NOBODY, true))
                .hasValueSatisfying(told -> assertThat(told)
                        .isInstanceOf(HdfsAwayException.class)
                        .hasMessageStartingWith("Kerberos: HDFS asks for a ticket, and there is no valid one; give"));
    }

    @Test
    void anHdfsThatDoesNotAskIsTold() {
        IOException asked = new IOException(
                new AccessControlException(
                        "Server asks us to fall back to SIMPLE auth, but this client is configured to only allow secure connections."));
        assertThat(KerberosFailures.ofCall(asked, NOBODY, false))
                .hasValueSatisfying(told -> assertThat(told)
                        .hasMessage(
                                "Kerberos: HDFS does not ask for Kerberos, but hadoop.security.authentication is kerberos; set it to"
                                        + " simple"));
    }

    @Test
    void whatIsNoneOfItIsLeftToOthers() {
        assertThat(told(new AccessControlException("Permission denied: user=ann"), false))
                .isEmpty();
        assertThat(told(new ConnectException("Connection refused"), false)).isEmpty();
    }
}
