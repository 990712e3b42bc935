package io.millrace.launcher.view;

import io.millrace.runtime.cli.ServiceException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Kafka as any plain reader sees it: for the demo's checks, and for how far a pipeline has come. Only what was
 * committed counts. Thread-safe.
 */
public final class KafkaView implements AutoCloseable {
    /** How long an answer may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LONGEST_READ = Duration.ofSeconds(60);

    private final Map<String, Object> settings;
    private final Admin admin;
    private final RecordCounts counts;

    /** As a run needs it: a broker that is busy is waited for. */
    public KafkaView(String bootstrapServers) {
        settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                (int) PATIENCE.toMillis() / 2);
        admin = Admin.create(settings);
        counts = new RecordCounts(bootstrapServers);
    }

    /** True if there is such a topic. */
    public boolean exists(String topic) throws InterruptedException {
        try {
            return admin.listTopics().names().get().contains(topic);
        } catch (ExecutionException e) {
            throw unreadable(topic, e);
        }
    }

    /** The end offset of each partition: where the last committed transaction ends. */
    public Map<TopicPartition, Long> endOffsets(String topic) throws InterruptedException {
        try {
            return committedEnds(topic);
        } catch (ExecutionException e) {
            throw unreadable(topic, e);
        }
    }

    private Map<TopicPartition, Long> committedEnds(String topic) throws InterruptedException, ExecutionException {
        int partitions = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin
                .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** As {@link #endOffsets}; empty if there is no such topic, or not on all brokers yet. */
    public Map<TopicPartition, Long> endOffsetsIfAny(String topic) throws InterruptedException {
        try {
            return exists(topic) ? endOffsets(topic) : Map.of();
        } catch (ServiceException e) {
            if (e.getCause() instanceof ExecutionException failed
                    && failed.getCause() instanceof UnknownTopicOrPartitionException) {
                return Map.of();
            }
            throw e;
        }
    }

    /** The offsets that a group has committed for a topic. */
    public Map<TopicPartition, Long> committed(String group, String topic) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return offsets.entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic) && Objects.nonNull(entry.getValue()))
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (ExecutionException e) {
            throw unreadable("group " + group, e);
        }
    }

    /**
     * How far a group has come in a topic; all zero while there is no such topic.
     *
     * @param counting how long the records may be counted for it
     */
    public Flow flow(String group, String topic, Duration counting) throws InterruptedException {
        if (!exists(topic)) {
            return Flow.NONE;
        }
        // In this order: the end of a moment ago could be before what is stored now.
        Map<TopicPartition, Long> committed = committed(group, topic);
        Map<TopicPartition, Long> ends = endOffsetsIfAny(topic);
        long end = 0;
        long lag = 0;
        long records = 0;
        long stored = 0;
        boolean exact = counts.advance(ends, counting);
        for (Map.Entry<TopicPartition, Long> entry : ends.entrySet()) {
            long done = Math.min(entry.getValue(), committed.getOrDefault(entry.getKey(), 0L));
            end += entry.getValue();
            lag += entry.getValue() - done;
            records += counts.atMostBefore(entry.getKey(), entry.getValue());
            stored += counts.atMostBefore(entry.getKey(), done);
        }
        return new Flow(end, lag, records, stored, exact);
    }

    /** Reads a topic from its beginning to its present end. */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) throws InterruptedException {
        Map<TopicPartition, Long> ends = endOffsets(topic);
        if (!read(
                ends,
                ends.keySet().stream().collect(Collectors.toMap(Function.identity(), p -> 0L)),
                LONGEST_READ,
                reader)) {
            throw new ServiceException(
                    "topic " + topic + " could not be read to its end within " + LONGEST_READ.toSeconds() + " s");
        }
    }

    /** Reads partitions up to these ends; false if that takes too long. */
    private boolean read(
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> begins,
            Duration atMost,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<String, Object> reading = new HashMap<>(settings);
        reading.putAll(Map.of("isolation.level", "read_committed", "enable.auto.commit", false));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Collection<TopicPartition> partitions = ends.keySet();
            consumer.assign(partitions);
            // What retention has taken away meanwhile is not there to be read.
            Map<TopicPartition, Long> present = consumer.beginningOffsets(partitions);
            begins.forEach((partition, begin) -> consumer.seek(partition, Math.max(begin, present.get(partition))));
            long deadline = System.nanoTime() + atMost.toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
            return true;
        }
    }

    @Override
    public void close() {
        counts.close();
        admin.close(Duration.ofSeconds(2));
    }

    private static ServiceException unreadable(String subject, ExecutionException e) {
        return new ServiceException(
                subject + " cannot be read from Kafka: " + e.getCause().getMessage(), e);
    }
}
