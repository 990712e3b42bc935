package io.millrace.console.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at a whole cluster: few requests for all topics and groups together, and those whose answers seldom change only now and
 * then. Used by one thread.
 */
public final class ClusterReader {
    /** A partition that has lost its leader meanwhile must not hold up the others for long. */
    private static final int OFFSETS_MILLIS = 3_000;

    /** How old the list of topics, begins of partitions and states of groups may be. */
    private static final Duration SELDOM = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final String servers;
    private final GapCounter gaps;
    private Described described;
    private Map<TopicPartition, Long> lastEnds = Map.of();

    /**
     * What is asked for only now and then.
     *
     * @param led the partitions that have a leader, who can be asked for offsets
     */
    private record Described(
            long time,
            List<ClusterState.Broker> brokers,
            Map<String, TopicDescription> topics,
            Set<TopicPartition> partitions,
            List<TopicPartition> led,
            Map<TopicPartition, Long> begins,
            Map<String, ConsumerGroupDescription> groups) {}

    /**
     * @param clients closed by their owner, after this is not used any more
     * @param servers the bootstrap servers, for messages
     */
    public ClusterReader(KafkaClients clients, String servers) {
        this.clients = clients;
        this.servers = servers;
        this.gaps = new GapCounter(clients::consumer);
    }

    /**
     * The cluster now.
     *
     * @throws IOException if Kafka does not answer or refuses, with a sentence that says so
     */
    public ClusterState look() throws IOException, InterruptedException {
        try {
            return read(clients.admin());
        } catch (ExecutionException | KafkaException e) {
            described = null;
            throw new IOException("Kafka at " + servers + " does not answer: " + KafkaFailures.reason(e), e);
        }
    }

    private ClusterState read(Admin admin) throws InterruptedException, ExecutionException {
        if (described == null || System.nanoTime() - described.time() > SELDOM.toNanos()) {
            described = describe(admin);
        }
        // Before the ends: a group that commits meanwhile must not seem to be beyond its topic's end.
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                committed(admin, described.groups().keySet());
        Map<TopicPartition, Long> ends = new HashMap<>(lastEnds);
        ends.keySet().retainAll(described.partitions());
        // Where a partition has no leader for a moment, its end is what it was.
        ends.putAll(offsets(admin, described.led(), OffsetSpec::latest));
        lastEnds = ends;
        return new ClusterState(
                described.brokers(),
                described.topics().values().stream()
                        .map(topic -> topic(topic, ends))
                        .toList(),
                groups(committed, ends));
    }

    private static Described describe(Admin admin) throws InterruptedException, ExecutionException {
        Collection<Node> nodes = admin.describeCluster().nodes().get();
        Node controller = admin.describeCluster().controller().get();
        Map<String, TopicDescription> topics = new TreeMap<>();
        // One that goes meanwhile must not take the others from the page.
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : admin.describeTopics(
                        admin.listTopics(new ListTopicsOptions().listInternal(true))
                                .names()
                                .get())
                .topicNameValues()
                .entrySet()) {
            answer(topic.getValue(), topics, topic.getKey());
        }
        Set<TopicPartition> partitions = new HashSet<>();
        List<TopicPartition> led = new ArrayList<>();
        topics.forEach((name, topic) -> topic.partitions().forEach(partition -> {
            TopicPartition one = new TopicPartition(name, partition.partition());
            partitions.add(one);
            if (partition.leader() != null) {
                led.add(one);
            }
        }));
        Map<String, ConsumerGroupDescription> groups = new TreeMap<>();
        List<String> names = admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .toList();
        for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> group :
                admin.describeConsumerGroups(names).describedGroups().entrySet()) {
            answer(group.getValue(), groups, group.getKey());
        }
        return new Described(
                System.nanoTime(),
                nodes.stream()
                        .map(node -> new ClusterState.Broker(
                                node.id(),
                                node.host() + ":" + node.port(),
                                controller != null && controller.id() == node.id()))
                        .sorted(Comparator.comparingInt(ClusterState.Broker::id))
                        .toList(),
                topics,
                partitions,
                led,
                offsets(admin, led, OffsetSpec::earliest),
                groups);
    }

    private static <T> void answer(KafkaFuture<T> future, Map<String, T> into, String name)
            throws InterruptedException {
        try {
            into.put(name, future.get());
        } catch (ExecutionException e) {
            // Gone since it was listed, not for this user to see, of a kind that has no offsets, or its broker is away
            // for now.
            into.remove(name);
        }
    }

    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Admin admin, Collection<String> groups)
            throws InterruptedException, ExecutionException {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new TreeMap<>();
        if (groups.isEmpty()) {
            return committed;
        }
        Map<String, ListConsumerGroupOffsetsSpec> specs =
                groups.stream().collect(Collectors.toMap(name -> name, name -> new ListConsumerGroupOffsetsSpec()));
        var answers = admin.listConsumerGroupOffsets(specs);
        for (String group : groups) {
            try {
                committed.put(
                        group, answers.partitionsToOffsetAndMetadata(group).get());
            } catch (ExecutionException e) {
                committed.put(group, Map.of());
            }
        }
        return committed;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Collection<TopicPartition> partitions, Supplier<OffsetSpec> which)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        var answers = admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(p -> p, p -> which.get())),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(OFFSETS_MILLIS));
        for (TopicPartition partition : partitions) {
            try {
                offsets.put(partition, answers.partitionResult(partition).get().offset());
            } catch (ExecutionException e) {
                // A partition without a leader must not hide the others.
                offsets.remove(partition);
            }
        }
        return offsets;
    }

    private ClusterState.Topic topic(TopicDescription topic, Map<TopicPartition, Long> ends) {
        long messages = 0;
        long end = 0;
        int behind = 0;
        for (var partition : topic.partitions()) {
            TopicPartition at = new TopicPartition(topic.name(), partition.partition());
            long last = ends.getOrDefault(at, 0L);
            messages += Math.max(0, last - described.begins().getOrDefault(at, last));
            end += last;
            behind += partition.isr().size() < partition.replicas().size() ? 1 : 0;
        }
        return new ClusterState.Topic(
                topic.name(),
                topic.partitions().size(),
                topic.isInternal() || topic.name().startsWith("__"),
                messages,
                end,
                behind);
    }

    private List<ClusterState.Group> groups(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed, Map<TopicPartition, Long> ends) {
        List<GapCounter.Gap> open = new ArrayList<>();
        committed
                .values()
                .forEach(offsets -> offsets.forEach(
                        (partition, offset) -> gap(partition, offset, ends).ifPresent(open::add)));
        Map<GapCounter.Gap, Long> records = gaps.count(open);
        List<ClusterState.Group> groups = new ArrayList<>();
        committed.forEach((name, offsets) -> {
            ConsumerGroupDescription description = described.groups().get(name);
            groups.add(new ClusterState.Group(
                    name,
                    description.groupState().toString(),
                    description.members().size(),
                    places(offsets, ends, records)));
        });
        return groups;
    }

    private static Optional<GapCounter.Gap> gap(
            TopicPartition partition, OffsetAndMetadata committed, Map<TopicPartition, Long> ends) {
        Long end = ends.get(partition);
        return committed == null || end == null || committed.offset() >= end
                ? Optional.empty()
                : Optional.of(new GapCounter.Gap(partition, committed.offset(), end));
    }

    private static List<ClusterState.Place> places(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Map<TopicPartition, Long> ends,
            Map<GapCounter.Gap, Long> records) {
        Map<String, ClusterState.Place> places = new TreeMap<>();
        offsets.forEach((partition, offset) -> {
            Long end = ends.get(partition);
            if (offset != null && end != null) {
                long lag = gap(partition, offset, ends).map(records::get).orElse(0L);
                places.merge(
                        partition.topic(),
                        new ClusterState.Place(partition.topic(), 1, offset.offset(), end, lag),
                        (a, b) -> new ClusterState.Place(
                                a.topic(),
                                a.partitions() + b.partitions(),
                                a.committed() + b.committed(),
                                a.end() + b.end(),
                                a.lag() + b.lag()));
            }
        });
        return List.copyOf(places.values());
    }
}
