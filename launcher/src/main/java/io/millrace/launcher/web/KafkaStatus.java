package io.millrace.launcher.web;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.view.RecordCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the state of a Kafka cluster. Thread-safe. */
final class KafkaStatus implements AutoCloseable {
    /** How long an answer may take to count what came since the last one. */
    private static final Duration COUNTING = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final Admin admin;
    private final RecordCounts counts;

    KafkaStatus(String bootstrapServers) {
        settings = Map.of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", 10_000, "request.timeout.ms", 5_000);
        admin = Admin.create(settings);
        counts = new RecordCounts(bootstrapServers);
    }

    /** One broker. */
    record Broker(int id, String address, boolean controller) {}

    /** One partition: its offsets from begin to end, and how many of them hold a record; null while that is being counted. */
    record Partition(int id, int leader, int replicas, int inSync, long begin, long end, Long records) {}

    /** One topic. */
    record Topic(String name, List<Partition> partitions) {
        /** How many messages it holds, or about how many while they are being counted. */
        Object messages() {
            long offsets =
                    partitions.stream().mapToLong(p -> p.end() - p.begin()).sum();
            return partitions.stream().anyMatch(p -> p.records() == null)
                    ? "counting (at most " + Screen.count(offsets) + ")"
                    : partitions.stream().mapToLong(Partition::records).sum();
        }
    }

    /** How far one group has come in one topic: offsets, and in lag the records that are left, markers not counted. */
    record Lag(String topic, long committed, long end, long lag) {}

    /** One consumer group. */
    record Group(String name, String state, int members, List<Lag> lags) {}

    /** All of it at one moment. */
    record Snapshot(List<Broker> brokers, List<Topic> topics, List<Group> groups) {}

    Snapshot snapshot() throws InterruptedException, ExecutionException {
        // Before the ends: a group that commits meanwhile must not seem to be beyond its topic's end.
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed();
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
        count(described.keySet(), ends);
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
                                            ends.get(at),
                                            records(at, begins.get(at), ends.get(at)));
                                })
                                .toList()))
                .toList();
        return new Snapshot(brokers, topics, groups(committed, ends));
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

    /** Transaction markers and what compaction took away have offsets too, so records are counted by looking at them. */
    private void count(Set<String> topics, Map<TopicPartition, Long> ends)
            throws InterruptedException, ExecutionException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Set<String> compacted = admin.describeConfigs(resources).all().get().entrySet().stream()
                .filter(config ->
                        config.getValue().get("cleanup.policy").value().contains("compact"))
                .map(config -> config.getKey().name())
                .collect(Collectors.toSet());
        counts.forget(ends.keySet().stream()
                .filter(partition -> compacted.contains(partition.topic()))
                .collect(Collectors.toSet()));
        counts.advance(ends, COUNTING);
    }

    private Long records(TopicPartition partition, long begin, long end) {
        OptionalLong before = counts.before(partition, begin);
        OptionalLong all = counts.before(partition, end);
        return before.isPresent() && all.isPresent() ? all.getAsLong() - before.getAsLong() : null;
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed()
            throws InterruptedException, ExecutionException {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new TreeMap<>();
        for (GroupListing group : admin.listGroups().all().get()) {
            try {
                committed.put(
                        group.groupId(),
                        admin.listConsumerGroupOffsets(group.groupId())
                                .partitionsToOffsetAndMetadata()
                                .get());
            } catch (ExecutionException e) {
                // Gone since it was listed, or of a kind that has no offsets.
                committed.put(group.groupId(), Map.of());
            }
        }
        return committed;
    }

    private List<Group> groups(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed, Map<TopicPartition, Long> ends)
            throws InterruptedException {
        List<Group> groups = new ArrayList<>();
        for (Map.Entry<String, Map<TopicPartition, OffsetAndMetadata>> entry : committed.entrySet()) {
            String name = entry.getKey();
            try {
                ConsumerGroupDescription description =
                        admin.describeConsumerGroups(List.of(name)).all().get().get(name);
                groups.add(new Group(
                        name,
                        description.groupState().toString(),
                        description.members().size(),
                        lags(entry.getValue(), ends)));
            } catch (ExecutionException e) {
                // Gone since it was listed, or of a kind that has no offsets.
                groups.add(new Group(name, "unknown", 0, List.of()));
            }
        }
        return groups;
    }

    private List<Lag> lags(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
        Map<String, List<Lag>> byTopic = new TreeMap<>();
        committed.forEach((partition, offset) -> {
            Long end = ends.get(partition);
            if (offset != null && end != null) {
                Long behind = records(partition, Math.min(offset.offset(), end), end);
                byTopic.computeIfAbsent(partition.topic(), t -> new ArrayList<>())
                        .add(new Lag(
                                partition.topic(),
                                offset.offset(),
                                end,
                                behind != null ? behind : Math.max(0, end - offset.offset())));
            }
        });
        return byTopic.entrySet().stream()
                .map(e -> new Lag(
                        e.getKey(),
                        e.getValue().stream().mapToLong(Lag::committed).sum(),
                        e.getValue().stream().mapToLong(Lag::end).sum(),
                        e.getValue().stream().mapToLong(Lag::lag).sum()))
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
        counts.close();
        admin.close(Duration.ofSeconds(2));
    }
}
