package io.millrace.launcher.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the state of a Kafka cluster. Thread-safe. */
final class KafkaStatus implements AutoCloseable {
    private final Map<String, Object> settings;
    private final Admin admin;

    KafkaStatus(String bootstrapServers) {
        settings = Map.of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", 10_000, "request.timeout.ms", 5_000);
        admin = Admin.create(settings);
    }

    /** One broker. */
    record Broker(int id, String address, boolean controller) {}

    /** One partition: {@code end - begin} is how many offsets it holds. */
    record Partition(int id, int leader, int replicas, int inSync, long begin, long end) {}

    /** One topic. */
    record Topic(String name, List<Partition> partitions) {
        long messages() {
            return partitions.stream().mapToLong(p -> p.end() - p.begin()).sum();
        }
    }

    /** How far one group has come in one topic; lag in offsets. */
    record Lag(String topic, long committed, long end, long lag) {}

    /** One consumer group. */
    record Group(String name, String state, int members, List<Lag> lags) {}

    /** All of it at one moment. */
    record Snapshot(List<Broker> brokers, List<Topic> topics, List<Group> groups) {}

    Snapshot snapshot() throws InterruptedException, ExecutionException {
        int controller = admin.describeCluster().controller().get().id();
        List<Broker> brokers = admin.describeCluster().nodes().get().stream()
                .map(node -> new Broker(node.id(), node.host() + ":" + node.port(), node.id() == controller))
                .sorted(Comparator.comparingInt(Broker::id))
                .toList();
        Map<String, TopicDescription> described =
                new TreeMap<>(admin.describeTopics(admin.listTopics().names().get())
                        .allTopicNames()
                        .get());
        List<TopicPartition> partitions = described.values().stream()
                .flatMap(topic -> topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition())))
                .toList();
        Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec::earliest);
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec::latest);
        List<Topic> topics = described.values().stream()
                .map(topic -> new Topic(
                        topic.name(),
                        topic.partitions().stream()
                                .map(p -> {
                                    TopicPartition at = new TopicPartition(topic.name(), p.partition());
                                    return new Partition(
                                            p.partition(),
                                            p.leader() == null ? -1 : p.leader().id(),
                                            p.replicas().size(),
                                            p.isr().size(),
                                            begins.get(at),
                                            ends.get(at));
                                })
                                .toList()))
                .toList();
        return new Snapshot(brokers, topics, groups(ends));
    }

    /** The last messages of a topic, newest last. */
    List<ConsumerRecord<byte[], byte[]>> lastMessages(String topic, int atMost)
            throws InterruptedException, ExecutionException {
        int count = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
        List<TopicPartition> partitions = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            partitions.add(new TopicPartition(topic, p));
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            // Transaction markers take offsets too: a few more than asked for, so that some messages are among them.
            partitions.forEach(p -> consumer.seek(p, Math.max(begins.get(p), ends.get(p) - atMost - 10)));
            long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < deadline
                    && partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        return records.subList(Math.max(0, records.size() - atMost), records.size());
    }

    private List<Group> groups(Map<TopicPartition, Long> ends) throws InterruptedException, ExecutionException {
        Collection<String> names = admin.listGroups().all().get().stream()
                .map(group -> group.groupId())
                .sorted()
                .toList();
        List<Group> groups = new ArrayList<>();
        for (String name : names) {
            try {
                ConsumerGroupDescription description =
                        admin.describeConsumerGroups(List.of(name)).all().get().get(name);
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(name)
                        .partitionsToOffsetAndMetadata()
                        .get();
                groups.add(new Group(
                        name,
                        description.groupState().toString(),
                        description.members().size(),
                        lags(committed, ends)));
            } catch (ExecutionException e) {
                // Gone since it was listed, or of a kind that has no offsets.
                groups.add(new Group(name, "unknown", 0, List.of()));
            }
        }
        return groups;
    }

    private static List<Lag> lags(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
        Map<String, long[]> byTopic = new LinkedHashMap<>();
        committed.forEach((partition, offset) -> {
            Long end = ends.get(partition);
            if (offset != null && end != null) {
                long[] sums = byTopic.computeIfAbsent(partition.topic(), t -> new long[2]);
                sums[0] += offset.offset();
                sums[1] += end;
            }
        });
        return byTopic.entrySet().stream()
                .map(e -> new Lag(
                        e.getKey(), e.getValue()[0], e.getValue()[1], Math.max(0, e.getValue()[1] - e.getValue()[0])))
                .sorted(Comparator.comparing(Lag::topic))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, Supplier<OffsetSpec> spec)
            throws InterruptedException, ExecutionException {
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> spec.get())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
