package io.millrace.consumer.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends the records of one transaction, and gives up at the first that has failed or when the time is over. The client
 * itself gives up one record at a time: each of thousands may wait for a topic that is gone as long as a call may last.
 */
final class Sending {

    private final Producer<byte[], byte[]> producer;
    private final Duration atMost;
    private final LongSupplier nanoClock;
    private final long began;
    private final Deque<Future<RecordMetadata>> underWay = new ArrayDeque<>();

    /**
     * Begins now.
     *
     * @param atMost how long all sends together may take; the last may end later by what one call may take
     * @param nanoClock a monotonic clock in nanoseconds
     */
    Sending(Producer<byte[], byte[]> producer, Duration atMost, LongSupplier nanoClock) {
        this.producer = producer;
        this.atMost = atMost;
        this.nanoClock = nanoClock;
        this.began = nanoClock.getAsLong();
    }

    /**
     * Hands a record to the client.
     *
     * @throws KafkaException if this or an earlier one has failed, or the time is over
     */
    void send(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> sent = producer.send(record);
        if (sent.isDone()) {
            requireTaken(sent);
        } else {
            underWay.add(sent);
        }
        // In order: what was sent first is known first.
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            requireTaken(underWay.remove());
        }
        if (nanoClock.getAsLong() - began > atMost.toNanos()) {
            throw new TimeoutException(
                    "the records of one transaction could not be sent within " + atMost.toSeconds() + " s");
        }
    }

    private static void requireTaken(Future<RecordMetadata> done) {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw KafkaFailures.unwrapped(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
