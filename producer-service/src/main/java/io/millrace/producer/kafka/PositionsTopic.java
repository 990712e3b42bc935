package io.millrace.producer.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted topic that holds all sources' positions: key {@code <source>/position/<key>}, value as the source wrote
 * it, and {@code <source>/owner}. It has one partition, so that one order rules all of a source's positions.
 */
final class PositionsTopic {
    private static final Logger log = LoggerFactory.getLogger(PositionsTopic.class);
    /** As for the producer: waiting for Kafka is our loop's matter. */
    private static final int CALL_TIMEOUT_MS = 15_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SAY_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

    private final KafkaSettings settings;
    private final String topic;
    private final String source;
    private final long timeoutNanos;

    /**
     * What the topic holds of one source.
     *
     * @param positions by the source's own keys
     * @param owner the last instance that committed
     */
    record Contents(Map<String, byte[]> positions, Optional<Owner> owner) {}

    PositionsTopic(KafkaSettings settings, String topic, String source, Duration timeout) {
        this.settings = settings;
        this.topic = topic;
        this.source = source;
        this.timeoutNanos = timeout.toNanos();
    }

    /** The topic as it has to be. Small segments, so that compaction keeps the reading at a start short. */
    static TopicSpec spec(String topic, int replication, int minInsyncReplicas) {
        return new TopicSpec(
                topic,
                1,
                replication,
                minInsyncReplicas,
                Map.of(
                        "cleanup.policy", "compact",
                        "segment.bytes", String.valueOf(16 << 20),
                        "min.cleanable.dirty.ratio", "0.1"));
    }

    ProducerRecord<byte[], byte[]> position(String key, byte[] value) {
        return new ProducerRecord<>(topic, 0, bytes(source + "/position/" + key), value);
    }

    ProducerRecord<byte[], byte[]> owner(Owner owner) {
        return new ProducerRecord<>(topic, 0, bytes(source + "/owner"), owner.toBytes());
    }

    /**
     * Everything that was committed up to now.
     *
     * @throws IOException if a record of the topic makes no sense
     * @throws org.apache.kafka.common.KafkaException if the topic cannot be read
     */
    Contents read(Admin admin) throws IOException, InterruptedException {
        TopicPartition partition = new TopicPartition(topic, 0);
        long end = endOf(admin, partition);
        Map<String, byte[]> positions = new HashMap<>();
        Optional<Owner> owner = Optional.empty();
        String prefix = source + "/position/";
        long started = System.nanoTime();
        boolean said = false;
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    String key = new String(record.key(), StandardCharsets.UTF_8);
                    if (key.startsWith(prefix)) {
                        positions.put(key.substring(prefix.length()), record.value());
                    } else if (key.equals(source + "/owner")) {
                        owner = Optional.of(Owner.fromBytes(record.value()));
                    }
                }
                long waited = System.nanoTime() - started;
                if (!said && waited > SAY_AFTER_NANOS) {
                    // Another source died within a transaction: the broker ends it after its time limit.
                    log.info("Waiting for an open transaction of another source to end: topic={}", topic);
                    said = true;
                }
                if (waited > timeoutNanos) {
                    throw new TimeoutException("positions topic " + topic + " could not be read to its end " + end
                            + " within " + Duration.ofNanos(timeoutNanos).toSeconds() + " s");
                }
            }
        }
        positions.values().removeIf(value -> value == null);
        return new Contents(positions, owner);
    }

    private static long endOf(Admin admin, TopicPartition partition) throws InterruptedException {
        // The end of everything, open transactions included: a reader of committed records alone would take the
        // start of a stranger's open transaction for the end and miss what we committed behind it.
        try {
            return admin.listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (java.util.concurrent.ExecutionException e) {
            throw KafkaFailures.unwrapped(e);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                settings.consumer(
                        Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS),
                        Map.of(
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                                false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
