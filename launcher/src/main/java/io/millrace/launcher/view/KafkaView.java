package io.millrace.launcher.view;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.TopicSetup;
import io.millrace.runtime.kafka.TopicSpec;
import java.time.Duration;
import java.util.Collection;
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

/** What the demo sees in Kafka for itself. Not thread-safe. */
public final class KafkaView implements AutoCloseable {
    private final String bootstrapServers;
    private final Admin admin;

    public KafkaView(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    public void makeTopic(String name, int partitions) throws InterruptedException {
        new TopicSetup(admin).ensure(new TopicSpec(name, partitions, 1, 1, Map.of()));
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
        } catch (ExecutionException e) {
            throw unreadable(topic, e);
        }
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

    /** Reads a topic from its beginning to its present end. */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) throws InterruptedException {
        Map<TopicPartition, Long> ends = endOffsets(topic);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Collection<TopicPartition> partitions = ends.keySet();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > deadline) {
                    throw new ServiceException("topic " + topic + " could not be read to its end within 60 s");
                }
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private static ServiceException unreadable(String subject, ExecutionException e) {
        return new ServiceException(
                subject + " cannot be read from Kafka: " + e.getCause().getMessage(), e);
    }
}
