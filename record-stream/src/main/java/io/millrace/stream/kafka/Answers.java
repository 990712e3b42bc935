package io.millrace.stream.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What Kafka answers, or why it does not, as the ports of a stream say it.
 *
 * @param servers the bootstrap servers, for messages
 * @param longest how long an answer may take
 */
record Answers(String servers, Duration longest) {
    /**
     * The answer.
     *
     * @param what is asked for, for messages
     * @throws IOException if Kafka does not answer in time or not yet
     * @throws StoppedException if it never will, whoever asks again
     */
    <T> T get(KafkaFuture<T> future, String what) throws IOException {
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                // Without the cause, whose message says less.
                throw new AbsentException(what);
            }
            throw failed(what, e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("Kafka does not tell about " + what + " within " + longest.toSeconds() + " s", e);
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
    IOException failed(String what, Throwable failure) {
        if (KafkaFailures.stays(failure)) {
            // Kafka itself often does not say what it was that it refused.
            throw new StoppedException(stopped(failure).getMessage() + " (it was asked for " + what + ")", failure);
        }
        return new IOException("Kafka does not tell about " + what + ": " + KafkaFailures.reason(failure), failure);
    }

    /** The end for a failure that stays: the sentence that every service says of it. */
    StoppedException stopped(Throwable failure) {
        return new StoppedException(KafkaFailures.ended(servers, failure).getMessage(), failure);
    }
}
