package io.millrace.runtime.kafka;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells failures of Kafka calls that another try may mend from those that stay. */
public final class KafkaFailures {
    private KafkaFailures() {}

    /**
     * True if the brokers were away, slow, busy electing, or their names not known to DNS yet. Looks through the wrappers
     * that futures and constructors put around the cause.
     */
    public static boolean retriable(Throwable failure) {
        Throwable at = failure;
        while (at != null) {
            if (at instanceof RetriableException || at instanceof TimeoutException) {
                return true;
            }
            // Thrown by client constructors when no name resolves; containers start before their names do.
            if (at instanceof ConfigException && String.valueOf(at.getMessage()).contains("No resolvable bootstrap")) {
                return true;
            }
            boolean wrapper = at instanceof ExecutionException
                    || at instanceof CompletionException
                    || at.getClass() == KafkaException.class;
            at = wrapper ? at.getCause() : null;
        }
        return false;
    }
}
