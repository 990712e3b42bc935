package io.millrace.sink.hdfs;

import io.millrace.runtime.retry.Causes;
import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import javax.security.sasl.SaslException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.KerberosAuthException;
import org.ietf.jgss.GSSException;

/**
 * Says what went wrong between this process, the KDC and HDFS when one did not believe the other, in one sentence that names what to
 * change. Java and Hadoop say it many causes deep, each in other words.
 */
final class KerberosFailures {
    private static final String MECHANISM = "Kerberos: ";
    private static final String CLOCKS = "Clock skew";
    private static final String NO_KEY = "Unable to obtain password";

    private KerberosFailures() {}

    /** What a text of Java, Hadoop or the KDC means. */
    private record Meaning(String said, String sentence) {}

    /** Between this client and the NameNode; {@code %s} is what was said. */
    private static final List<Meaning> OF_CALLS = List.of(
            new Meaning(
                    "SIMPLE authentication is not enabled",
                    "HDFS asks for Kerberos, but hadoop.security.authentication is simple; set it to kerberos in core-site.xml"
                            + " (--hadoop-conf-dir), or with -D"),
            new Meaning(
                    "fall back to SIMPLE",
                    "HDFS does not ask for Kerberos, but hadoop.security.authentication is kerberos; set it to simple"),
            new Meaning("Server has invalid Kerberos principal", "%s; correct dfs.namenode.kerberos.principal"),
            new Meaning("Failed to specify server's Kerberos principal", "%s; set dfs.namenode.kerberos.principal"),
            new Meaning(
                    "Server not found in Kerberos database",
                    "the KDC does not know the NameNode: %s; correct dfs.namenode.kerberos.principal"),
            new Meaning(
                    "No common protection layer",
                    "HDFS and this client do not come to an agreement on encryption: %s; set hadoop.rpc.protection to what the"
                            + " NameNode has"),
            new Meaning("Client cannot authenticate via", null),
            new Meaning("Failed to find any Kerberos", null),
            new Meaning(CLOCKS, "the clocks of this machine and of the KDC differ too much: %s; set them"));

    /** Between this client and the KDC, for a log-in with a keytab. */
    private static final List<Meaning> OF_LOGINS = List.of(
            new Meaning("Client not found", "the KDC does not know %2$s: %1$s; correct --kerberos-principal"),
            new Meaning("(24)", "the KDC refuses the keys of %2$s: %1$s; have the keytab made anew"),
            new Meaning("(31)", "the KDC refuses the keys of %2$s: %1$s; have the keytab made anew"),
            new Meaning("Checksum failed", "the KDC refuses the keys of %2$s: %1$s; have the keytab made anew"),
            new Meaning(
                    "Cannot locate KDC",
                    "krb5.conf names no KDC for %2$s; name it there, or correct --kerberos-principal"),
            new Meaning(CLOCKS, "the clocks of this machine and of the KDC differ too much: %1$s; set them"),
            new Meaning(
                    "realm",
                    "no realm is known: %1$s; name one in /etc/krb5.conf, or in a file that JAVA_TOOL_OPTIONS names with"
                            + " -Djava.security.krb5.conf=FILE"));

    /** The failure of a log-in, as what it means. */
    static IOException ofLogin(Exception failure, KerberosLogin login) {
        if (isKdcAway(failure)) {
            return new HdfsAwayException(kdcAway(failure), failure);
        }
        String told = MECHANISM + ofLoginSentence(failure, login);
        return isCertain(reason(failure))
                ? new RefusedException(told, failure, true)
                : new HdfsAwayException(told, failure);
    }

    /** True for what only a person mends. What nobody has seen yet, and clocks that are set at a start, may heal. */
    private static boolean isCertain(String reason) {
        return !reason.contains(CLOCKS)
                && (reason.contains(NO_KEY)
                        || meaning(OF_LOGINS, reason).isPresent()
                        || meaning(OF_CALLS, reason).isPresent());
    }

    private static String ofLoginSentence(Exception failure, KerberosLogin login) {
        String reason = reason(failure);
        if (reason.contains(NO_KEY) && login.principal().isEmpty()) {
            return noTicket(login);
        }
        if (reason.contains(NO_KEY)) {
            List<String> named = login.named();
            return "keytab " + login.keytab().orElse("") + " has no key of " + login.name()
                    + (named.isEmpty() ? "" : ", only of " + String.join(", ", named))
                    + "; correct --kerberos-principal or --kerberos-keytab";
        }
        return meaning(OF_LOGINS, reason)
                .map(meaning -> String.format(meaning.sentence(), reason, login.described()))
                .orElseGet(() -> "no log-in of " + login.described() + ": " + reason
                        + "; look at --kerberos-principal, --kerberos-keytab and krb5.conf");
    }

    /**
     * The failure of a call of HDFS, as what it means.
     *
     * @param answered true if HDFS has believed this process before: then a ticket ended, and whoever gives out new ones may be back
     * @return empty if it is none of who believes whom
     */
    static Optional<IOException> ofCall(IOException failure, KerberosLogin login, boolean answered) {
        if (!Causes.has(failure, AccessControlException.class)
                && !Causes.has(failure, SaslException.class)
                && !Causes.has(failure, GSSException.class)
                && !Causes.has(failure, LoginException.class)
                && !Causes.has(failure, KerberosAuthException.class)) {
            return Optional.empty();
        }
        if (isKdcAway(failure)) {
            return Optional.of(new HdfsAwayException(kdcAway(failure), failure));
        }
        String reason = reason(failure);
        Optional<String> sentence = meaning(OF_CALLS, reason)
                .map(meaning ->
                        meaning.sentence() == null ? noTicket(login) : String.format(meaning.sentence(), reason));
        if (sentence.isEmpty() && Causes.has(failure, AccessControlException.class)) {
            return Optional.empty();
        }
        String told = MECHANISM
                + sentence.orElseGet(() -> Causes.has(failure, LoginException.class)
                        ? ofLoginSentence(failure, login)
                        : "HDFS does not let this process in: " + reason);
        return Optional.of(
                answered || !isCertain(reason)
                        ? new HdfsAwayException(told, failure)
                        : new RefusedException(told, failure, true));
    }

    private static String noTicket(KerberosLogin login) {
        return login.principal().isPresent()
                ? "the ticket of " + login.described() + " has ended, and there is no new one yet"
                : "HDFS asks for a ticket, and there is no valid one; give --kerberos-principal and --kerberos-keytab, or a ticket"
                        + " cache (kinit, KRB5CCNAME)";
    }

    private static boolean isKdcAway(Throwable failure) {
        return (Causes.has(failure, LoginException.class)
                        || Causes.has(failure, GSSException.class)
                        || Causes.has(failure, KerberosAuthException.class))
                && (Causes.has(failure, SocketException.class)
                        || Causes.has(failure, SocketTimeoutException.class)
                        || Causes.has(failure, UnknownHostException.class));
    }

    private static String kdcAway(Throwable failure) {
        Throwable deepest = Causes.deepest(failure);
        String reason = deepest instanceof UnknownHostException
                ? "host " + deepest.getMessage() + " is not known"
                : String.valueOf(deepest.getMessage());
        return MECHANISM + "the KDC that krb5.conf names does not answer: " + reason;
    }

    private static Optional<Meaning> meaning(List<Meaning> known, String reason) {
        return known.stream().filter(one -> reason.contains(one.said())).findFirst();
    }

    /**
     * The deepest words that mean something: below the mechanism's own there are only those of the parser of the KDC's answer.
     */
    private static String reason(Throwable failure) {
        Throwable told = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof LoginException || at instanceof GSSException) {
                return line(at);
            }
            told = at;
        }
        return line(told);
    }

    private static String line(Throwable told) {
        String text = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        return text.lines().findFirst().orElse("").strip();
    }
}
