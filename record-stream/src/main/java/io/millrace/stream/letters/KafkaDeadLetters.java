package io.millrace.stream.letters;

import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import io.millrace.runtime.kafka.DeadLetter;
import io.millrace.stream.DeadLetters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Sends dead letters with a producer that is made when the first one turns up. */
public final class KafkaDeadLetters implements DeadLetters {
    private final String service;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final UnaryOperator<String> topicNames;
    private final LetterTopics topics;
    private final Map<String, Integer> largestByTopic = new HashMap<>();
    /** The first failure of each partition's letters since its last commit; one partition's must never end another's. */
    private final Map<PartitionId, AtomicReference<Exception>> failures = new HashMap<>();

    private Producer<byte[], byte[]> producer;

    /** Makes dead-letter topics. */
    @FunctionalInterface
    public interface LetterTopics {
        /**
         * Makes the dead-letter topic if it is missing.
         *
         * @param source the topic that the letters come from
         * @return how many bytes a message of it may have, for the producer too; letters beyond it are cut, because refused
         *     they would be tried again for ever
         */
        int prepare(String source, String letters) throws IOException;
    }

    /**
     * @param service what a letter names as the service that refused its record
     * @param producers makes an idempotent producer with acks=all
     * @param topicNames dead-letter topic of a topic
     * @param topics asked before the first letter to a topic
     */
    public KafkaDeadLetters(
            String service,
            Supplier<Producer<byte[], byte[]>> producers,
            UnaryOperator<String> topicNames,
            LetterTopics topics) {
        this.service = service;
        this.producers = producers;
        this.topicNames = topicNames;
        this.topics = topics;
    }

    @Override
    public void send(SourceRecord record, String topicId, String reason) throws IOException {
        PartitionId partition = new PartitionId(record.topic(), record.partition());
        // The batch cannot be committed any more: another letter would only wait, a minute each while Kafka is away.
        throwIfFailed(failures.get(partition));
        RecordHeaders headers = new RecordHeaders();
        for (RecordHeader header : record.headers()) {
            headers.add(header.name(), header.value());
        }
        String topic = topicNames.apply(record.topic());
        int largest = largest(record.topic(), topic);
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(
                topic,
                service,
                reason,
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestampMillis(),
                bytes(record.key(), largest),
                bytes(record.value(), largest),
                headers);
        letter.headers().add(DeadLetter.TOPIC_ID, topicId.getBytes(StandardCharsets.UTF_8));
        noteCut(letter, DeadLetter.KEY_BYTES, record.key(), largest);
        noteCut(letter, DeadLetter.VALUE_BYTES, record.value(), largest);
        letter = DeadLetter.fit(letter, largest);
        try {
            if (producer == null) {
                producer = producers.get();
            }
            AtomicReference<Exception> failure = failures.computeIfAbsent(partition, first -> new AtomicReference<>());
            // Waits while the producer's buffer is full: memory stays bounded however bad the topic is.
            producer.send(letter, (done, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, e);
                }
            });
        } catch (KafkaException e) {
            throw failed(e);
        }
        throwIfFailed(failures.get(partition));
    }

    private void throwIfFailed(AtomicReference<Exception> failure) throws IOException {
        if (failure != null && failure.get() != null) {
            throw failed(failure.get());
        }
    }

    private int largest(String source, String letters) throws IOException {
        Integer known = largestByTopic.get(letters);
        if (known == null) {
            known = topics.prepare(source, letters);
            largestByTopic.put(letters, known);
        }
        return known;
    }

    @Override
    public void flush(PartitionId partition) throws IOException {
        if (!failures.containsKey(partition)) {
            return;
        }
        try {
            producer.flush();
        } catch (KafkaException e) {
            throw failed(e);
        }
        Exception asynchronous = failures.remove(partition).get();
        if (asynchronous != null) {
            throw failed(asynchronous);
        }
    }

    @Override
    public void forget(PartitionId partition) {
        failures.remove(partition);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }

    private IOException failed(Exception e) {
        // Perhaps somebody lowered what the topic takes.
        largestByTopic.clear();
        return new IOException("dead letters cannot be sent: " + e.getMessage(), e);
    }

    /** A copy of no more than a letter can hold: a huge record must not be in memory twice. */
    private static byte[] bytes(ByteBuffer buffer, int most) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[Math.min(most, buffer.remaining())];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void noteCut(ProducerRecord<byte[], byte[]> letter, String name, ByteBuffer buffer, int most) {
        if (buffer != null && buffer.remaining() > most) {
            letter.headers().add(name, Integer.toString(buffer.remaining()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
