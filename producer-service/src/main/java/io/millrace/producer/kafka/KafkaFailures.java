package io.millrace.producer.kafka;

import io.millrace.producer.delivery.DeliveryException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Sorts Kafka's failures into those that time mends and those that it does not. */
final class KafkaFailures {
    private KafkaFailures() {}

    static KafkaException unwrapped(ExecutionException e) {
        return e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }

    /** True if trying again can never help. */
    static boolean isFinal(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof AuthorizationException
                    || at instanceof AuthenticationException
                    || at instanceof RecordTooLargeException
                    || at instanceof InvalidTopicException
                    || at instanceof SerializationException
                    || at instanceof UnsupportedVersionException) {
                return true;
            }
        }
        return false;
    }

    /** True if a client could not be made because none of the brokers' names is known now. */
    static boolean isUnresolved(KafkaException failure) {
        // The clients have no exception of its own for it.
        return deepest(failure) instanceof ConfigException config
                && config.getMessage().startsWith("No resolvable bootstrap urls");
    }

    /** What is behind it all, in the client's words. */
    static String reason(Throwable failure) {
        Throwable deepest = deepest(failure);
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    /** The failure as what the delivery's caller can act on. */
    static DeliveryException sorted(String subject, RuntimeException failure) {
        String reason = reason(failure);
        return isFinal(failure)
                ? new DeliveryException.Rejected(subject + " refuses: " + reason, failure)
                : new DeliveryException.Unavailable(subject + " does not answer: " + reason, failure);
    }
}
