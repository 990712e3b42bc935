package io.millrace.consumer.tail;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;

/**
 * Tells a topic in which nothing happens from a Kafka that is gone: a consumer waits for either in the same way and says nothing.
 * Not thread-safe.
 */
final class SilenceWatch {
    /** After so long without a message it is asked whether Kafka is there. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Runnable question;
    private final Teller teller;
    private final LongSupplier nanoTime;
    private long lastSign;

    /** Hears how it stands. */
    interface Teller {
        void gone(KafkaException reason);

        void there();
    }

    /**
     * @param question asks Kafka anything; fails if there is no answer
     * @param nanoTime the clock
     */
    SilenceWatch(Runnable question, Teller teller, LongSupplier nanoTime) {
        this.question = question;
        this.teller = teller;
        this.nanoTime = nanoTime;
        this.lastSign = nanoTime.getAsLong();
    }

    /** After each look for messages: whether any came. */
    void looked(boolean found) {
        if (found) {
            teller.there();
            lastSign = nanoTime.getAsLong();
            return;
        }
        if (nanoTime.getAsLong() - lastSign < PATIENCE.toNanos()) {
            return;
        }
        try {
            question.run();
            teller.there();
        } catch (KafkaException e) {
            teller.gone(e);
        }
        lastSign = nanoTime.getAsLong();
    }
}
