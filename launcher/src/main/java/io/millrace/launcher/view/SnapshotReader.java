package io.millrace.launcher.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Takes snapshots of a Kafka cluster. Thread-safe. */
final class SnapshotReader {
    /** How long a snapshot may count what came since the last one. */
    private static final Duration COUNTING = Duration.ofSeconds(1);

    private final Admin admin;
    private final RecordCounts counts;

    SnapshotReader(Admin admin, RecordCounts counts) {
        this.admin = admin;
        this.counts = counts;
    }

    KafkaSnapshot read() throws InterruptedException, ExecutionException {
        // Before the ends: a group that commits meanwhile must not seem to be beyond its topic's end.
        Map<String, Map<TopicPartition, Long>> committed = committed();
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
        List<KafkaSnapshot.Topic> topics = described.values().stream()
                .map(topic -> new KafkaSnapshot.Topic(
                        topic.name(),
                        topic.partitions().stream()
                                .map(p -> partition(new TopicPartition(topic.name(), p.partition()), p, begins, ends))
                                .toList()))
                .toList();
        return new KafkaSnapshot(brokers(), topics, groups(committed, ends));
    }

    private List<KafkaSnapshot.Broker> brokers() throws InterruptedException, ExecutionException {
        int controller = admin.describeCluster().controller().get().id();
        return admin.describeCluster().nodes().get().stream()
                .map(node ->
                        new KafkaSnapshot.Broker(node.id(), node.host() + ":" + node.port(), node.id() == controller))
                .sorted(Comparator.comparingInt(KafkaSnapshot.Broker::id))
                .toList();
    }

    private KafkaSnapshot.Partition partition(
            TopicPartition at,
            TopicPartitionInfo info,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends) {
        OptionalLong records = records(at, begins.get(at), ends.get(at));
        return new KafkaSnapshot.Partition(
                info.partition(),
                info.leader() == null ? -1 : info.leader().id(),
                info.replicas().size(),
                info.isr().size(),
                begins.get(at),
                ends.get(at),
                records.isPresent() ? records.getAsLong() : null);
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

    private OptionalLong records(TopicPartition partition, long begin, long end) {
        OptionalLong before = counts.before(partition, begin);
        OptionalLong all = counts.before(partition, end);
        return before.isPresent() && all.isPresent()
                ? OptionalLong.of(all.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    private Map<String, Map<TopicPartition, Long>> committed() throws InterruptedException, ExecutionException {
        Map<String, Map<TopicPartition, Long>> committed = new TreeMap<>();
        for (GroupListing group : admin.listGroups().all().get()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            try {
                admin.listConsumerGroupOffsets(group.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .forEach((partition, offset) -> {
                            if (offset != null) {
                                offsets.put(partition, offset.offset());
                            }
                        });
            } catch (ExecutionException e) {
                // Gone since it was listed, or of a kind that has no offsets.
                offsets.clear();
            }
            committed.put(group.groupId(), offsets);
        }
        return committed;
    }

    private List<KafkaSnapshot.Group> groups(
            Map<String, Map<TopicPartition, Long>> committed, Map<TopicPartition, Long> ends)
            throws InterruptedException {
        List<KafkaSnapshot.Group> groups = new ArrayList<>();
        for (Map.Entry<String, Map<TopicPartition, Long>> entry : committed.entrySet()) {
            String name = entry.getKey();
            try {
                ConsumerGroupDescription description =
                        admin.describeConsumerGroups(List.of(name)).all().get().get(name);
                groups.add(new KafkaSnapshot.Group(
                        name,
                        description.groupState().toString(),
                        description.members().size(),
                        KafkaSnapshot.Lag.of(entry.getValue(), ends, this::records)));
            } catch (ExecutionException e) {
                // Gone since it was listed, or of a kind that has no offsets.
                groups.add(new KafkaSnapshot.Group(name, "unknown", 0, List.of()));
            }
        }
        return groups;
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
}
