package io.millrace.console.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at one topic. Thread-safe. */
public final class TopicLook {
    private final KafkaClients clients;

    public TopicLook(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * The topic now.
     *
     * @throws UnknownTopicException if there is none
     * @throws IOException if Kafka does not answer or refuses, with a sentence that says so
     */
    public TopicDetails look(String topic) throws IOException, InterruptedException {
        Admin admin = clients.admin();
        try {
            TopicDescription description =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            List<TopicPartition> partitions = description.partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = offsets(admin, partitions, OffsetSpec.earliest());
            List<TopicDetails.GroupDetails> groups = new ArrayList<>();
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(admin, topic);
            // After the groups' offsets, which must not seem to be beyond it.
            Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
            for (Map.Entry<String, Map<TopicPartition, OffsetAndMetadata>> group : committed.entrySet()) {
                groups.add(group(admin, topic, group.getKey(), group.getValue(), ends));
            }
            Map<TopicPartition, Long> bytes = bytes(admin, description);
            return new TopicDetails(
                    topic,
                    description.topicId().toString(),
                    description.partitions().stream()
                            .map(info ->
                                    partition(info, new TopicPartition(topic, info.partition()), begins, ends, bytes))
                            .toList(),
                    settings(admin, topic),
                    groups);
        } catch (ExecutionException | KafkaException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof InvalidTopicException) {
                throw new UnknownTopicException(topic, e);
            }
            throw new IOException("Kafka does not tell of topic " + topic + ": " + KafkaFailures.reason(e), e);
        }
    }

    /** There is no such topic. */
    public static final class UnknownTopicException extends IOException {
        private static final long serialVersionUID = 1L;

        UnknownTopicException(String topic, Throwable cause) {
            super("There is no topic " + topic + ".", cause);
        }
    }

    private static TopicDetails.PartitionDetails partition(
            TopicPartitionInfo info,
            TopicPartition at,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> bytes) {
        return new TopicDetails.PartitionDetails(
                info.partition(),
                info.leader() == null ? -1 : info.leader().id(),
                info.replicas().stream().map(Node::id).toList(),
                info.isr().stream().map(Node::id).toList(),
                begins.getOrDefault(at, 0L),
                ends.getOrDefault(at, 0L),
                bytes.getOrDefault(at, -1L));
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException {
        return admin
                .listOffsets(
                        partitions.stream().collect(Collectors.toMap(p -> p, p -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Admin admin, String topic)
            throws InterruptedException, ExecutionException {
        Map<String, ListConsumerGroupOffsetsSpec> all = admin.listGroups().all().get().stream()
                .collect(Collectors.toMap(GroupListing::groupId, group -> new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new TreeMap<>();
        if (all.isEmpty()) {
            return committed;
        }
        var answers = admin.listConsumerGroupOffsets(all);
        for (String group : all.keySet()) {
            try {
                Map<TopicPartition, OffsetAndMetadata> own = new HashMap<>();
                answers.partitionsToOffsetAndMetadata(group).get().forEach((partition, offset) -> {
                    if (partition.topic().equals(topic) && offset != null) {
                        own.put(partition, offset);
                    }
                });
                if (!own.isEmpty()) {
                    committed.put(group, own);
                }
            } catch (ExecutionException e) {
                // Not for this user to see, or of a kind that has no offsets.
                committed.remove(group);
            }
        }
        return committed;
    }

    private static TopicDetails.GroupDetails group(
            Admin admin,
            String topic,
            String name,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends)
            throws InterruptedException {
        List<TopicDetails.Offset> offsets = committed.entrySet().stream()
                .map(entry -> {
                    long at = entry.getValue().offset();
                    long end = ends.getOrDefault(entry.getKey(), at);
                    return new TopicDetails.Offset(entry.getKey().partition(), at, end, Math.max(0, end - at));
                })
                .sorted(Comparator.comparingInt(TopicDetails.Offset::partition))
                .toList();
        try {
            ConsumerGroupDescription description =
                    admin.describeConsumerGroups(List.of(name)).all().get().get(name);
            List<TopicDetails.Member> members = description.members().stream()
                    .map(member -> new TopicDetails.Member(
                            member.clientId(),
                            member.host(),
                            member.assignment().topicPartitions().stream()
                                    .filter(partition -> partition.topic().equals(topic))
                                    .map(TopicPartition::partition)
                                    .sorted()
                                    .toList()))
                    .toList();
            return new TopicDetails.GroupDetails(name, description.groupState().toString(), members, offsets);
        } catch (ExecutionException e) {
            return new TopicDetails.GroupDetails(name, "unknown", List.of(), offsets);
        }
    }

    private static List<TopicDetails.Setting> settings(Admin admin, String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                    .map(entry -> new TopicDetails.Setting(
                            entry.name(),
                            entry.isSensitive() ? null : entry.value(),
                            entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG))
                    .sorted(Comparator.comparing(TopicDetails.Setting::name))
                    .toList();
        } catch (ExecutionException e) {
            // A right of its own, which this user may lack.
            return List.of();
        }
    }

    private static Map<TopicPartition, Long> bytes(Admin admin, TopicDescription topic) throws InterruptedException {
        Map<TopicPartition, Long> bytes = new HashMap<>();
        List<Integer> leaders = topic.partitions().stream()
                .filter(partition -> partition.leader() != null)
                .map(partition -> partition.leader().id())
                .distinct()
                .toList();
        try {
            Map<Integer, Map<String, LogDirDescription>> folders =
                    admin.describeLogDirs(leaders).allDescriptions().get();
            for (TopicPartitionInfo partition : topic.partitions()) {
                TopicPartition at = new TopicPartition(topic.name(), partition.partition());
                if (partition.leader() != null) {
                    folders.getOrDefault(partition.leader().id(), Map.of()).values().stream()
                            .map(folder -> folder.replicaInfos().get(at))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .ifPresent(replica -> bytes.put(at, replica.size()));
                }
            }
        } catch (ExecutionException e) {
            // A right of its own, which this user may lack.
            bytes.clear();
        }
        return bytes;
    }
}
