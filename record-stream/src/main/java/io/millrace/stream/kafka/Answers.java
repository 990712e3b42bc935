package io.millrace.stream.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Kafka answers, or why it does not, as the sink's ports say it. */
final class Answers {
    private static final long TIMEOUT_SECONDS = 20;

    private Answers() {}

    /**
     * The answer.
     *
     * @param what is asked for, for messages
     * @throws IOException if Kafka does not answer in time or not yet
     * @throws StoppedException if it never will, whoever asks again
     */
    static <T> T get(KafkaFuture<T> future, String what) throws IOException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                // Without the cause, whose message says less.
                throw new AbsentException(what);
            }
            throw failed(what, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("Kafka does not tell about " + what + " within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Kafka about " + what, e);
        }
    }

    /**
     * What to throw for a failed call.
     *
     * @throws StoppedException if trying again can never help
     */
    static IOException failed(String what, Throwable failure) {
        if (KafkaFailures.stays(failure)) {
            throw new StoppedException(
                    "Kafka " + KafkaFailures.sentence(failure) + " (it was asked for " + what + ")", failure);
        }
        return new IOException("Kafka does not tell about " + what + ": " + KafkaFailures.reason(failure), failure);
    }

    /** The end of the sink for a failure that stays. */
    static StoppedException stopped(Throwable failure) {
        return new StoppedException("Kafka " + KafkaFailures.sentence(failure), failure);
    }
}
