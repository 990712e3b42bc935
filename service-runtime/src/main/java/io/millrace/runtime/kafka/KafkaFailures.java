package io.millrace.runtime.kafka;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.retry.Causes;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Sorts failures of Kafka calls, for every service in the same way: those that pass by themselves are waited for, those that
 * stay until somebody changes a setting or a right end the service with one sentence that names it.
 */
public final class KafkaFailures {
    private static final String GRANT = "grant it with kafka-acls.sh";

    private KafkaFailures() {}

    /**
     * True if the brokers were away, slow, busy electing, or their names not known to DNS yet. Looks through the wrappers
     * that futures, constructors and our own ports put around the cause.
     */
    public static boolean passes(Throwable failure) {
        return !stays(failure)
                && Causes.find(failure, KafkaFailures::passesItself).isPresent();
    }

    /** True if trying again can never help. */
    public static boolean stays(Throwable failure) {
        return Causes.find(failure, KafkaFailures::staysItself).isPresent();
    }

    private static boolean passesItself(Throwable at) {
        return at instanceof RetriableException || at instanceof TimeoutException || isUnresolvedItself(at);
    }

    private static boolean staysItself(Throwable at) {
        return at instanceof AuthorizationException
                || at instanceof AuthenticationException
                || at instanceof RecordTooLargeException
                || at instanceof InvalidTopicException
                || at instanceof SerializationException
                || at instanceof UnsupportedVersionException
                || at instanceof InvalidTxnTimeoutException
                || at instanceof ConfigException && !isUnresolvedItself(at)
                || isConstruction(at) && !isUnresolved(at);
    }

    /** True if a client could not be made because none of the brokers' names is known now. */
    public static boolean isUnresolved(Throwable failure) {
        return Causes.find(failure, KafkaFailures::isUnresolvedItself).isPresent();
    }

    private static boolean isUnresolvedItself(Throwable at) {
        // The clients have no exception of its own for it. Containers start before their names are known.
        return at instanceof ConfigException && String.valueOf(at.getMessage()).contains("No resolvable bootstrap");
    }

    /** A client's constructor hides every reason behind one exception, missing files and wrong passwords of key stores too. */
    private static boolean isConstruction(Throwable at) {
        return at.getClass() == KafkaException.class
                && at.getCause() != null
                && String.valueOf(at.getMessage()).matches("Failed to (construct|create) .*");
    }

    /** What is behind it all, in the client's words. */
    public static String reason(Throwable failure) {
        Throwable deepest = Causes.deepest(failure);
        if (deepest instanceof NoSuchFileException missing) {
            return "file " + missing.getFile() + " does not exist";
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }

    /**
     * What ends a service for a failure that stays.
     *
     * @param servers the bootstrap servers
     * @return with a sentence that says what Kafka refuses, to whom it is known, and what to change
     */
    public static ServiceException ended(String servers, Throwable failure) {
        return new ServiceException("Kafka at " + servers + " " + sentence(failure), failure);
    }

    /** The part of a sentence that follows the brokers' name. */
    public static String sentence(Throwable failure) {
        Throwable telling = Causes.find(failure, KafkaFailures::staysItself).orElse(failure);
        String reason = stripped(reason(failure));
        if (telling instanceof SaslAuthenticationException) {
            return "refuses user or password: " + reason + "; correct sasl.jaas.config";
        }
        if (telling instanceof SslAuthenticationException) {
            return "and this client do not come to trust each other: " + reason + "; " + advice(failure, reason);
        }
        if (telling instanceof CreationRefusedException) {
            return "refuses this user " + telling.getMessage() + "; create it, or " + GRANT;
        }
        if (telling instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return "refuses this user a right on "
                    + (topics.unauthorizedTopics().size() == 1 ? "topic " : "topics ")
                    + String.join(", ", topics.unauthorizedTopics()) + "; " + GRANT;
        }
        if (telling instanceof GroupAuthorizationException group && group.groupId() != null) {
            return "refuses this user a right on group " + group.groupId() + "; " + GRANT;
        }
        if (telling instanceof TransactionalIdAuthorizationException) {
            return "refuses this user the right to write with its transactional id: " + reason + "; " + GRANT;
        }
        if (telling instanceof ClusterAuthorizationException) {
            return "refuses this user a right on the cluster: " + reason + "; " + GRANT;
        }
        if (telling instanceof AuthorizationException) {
            return "refuses this user a right: " + reason + "; " + GRANT;
        }
        if (telling instanceof InvalidTxnTimeoutException) {
            return "refuses this client's transaction.timeout.ms: " + reason
                    + "; raise the brokers' transaction.max.timeout.ms";
        }
        if (telling instanceof ConfigException || isConstruction(telling)) {
            return "cannot be connected to with these settings: " + reason;
        }
        return "refuses: " + reason;
    }

    private static String advice(Throwable failure, String reason) {
        if (reason.contains("certification path") || reason.contains("PKIX path")) {
            return "ssl.truststore.location must hold the certificate that the broker's is signed with";
        }
        if (reason.contains("subject alternative") || reason.contains("No name matching")) {
            return "connect by a name that is in the broker's certificate, or have one made for this name";
        }
        if (reason.matches("Received fatal alert: (bad_certificate|certificate_\\w+|unknown_ca)")) {
            return "ssl.keystore.location must hold a certificate of this client that the brokers trust";
        }
        if (Causes.has(failure, SSLException.class)) {
            return "check the ssl. settings, and that the port is one for TLS";
        }
        return "check security.protocol and the ssl. settings";
    }

    private static String stripped(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    /** The exception of a future's failure, as Kafka's own kind. */
    public static KafkaException unwrapped(ExecutionException e) {
        return e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
}
