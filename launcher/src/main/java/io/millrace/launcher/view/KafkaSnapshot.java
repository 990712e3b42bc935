package io.millrace.launcher.view;

import io.millrace.launcher.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Kafka at one moment. */
public record KafkaSnapshot(List<Broker> brokers, List<Topic> topics, List<Group> groups) {
    /** One broker. */
    public record Broker(int id, String address, boolean controller) {}

    /** One partition: its offsets from begin to end, and how many of them hold a record; null while that is being counted. */
    public record Partition(int id, int leader, int replicas, int inSync, long begin, long end, Long records) {}

    /** One topic. */
    public record Topic(String name, List<Partition> partitions) {
        /** How many messages it holds, or about how many while they are being counted. */
        public Object messages() {
            long offsets =
                    partitions.stream().mapToLong(p -> p.end() - p.begin()).sum();
            return partitions.stream().anyMatch(p -> p.records() == null)
                    ? "counting (at most " + Screen.count(offsets) + ")"
                    : partitions.stream().mapToLong(Partition::records).sum();
        }
    }

    /** One consumer group. */
    public record Group(String name, String state, int members, List<Lag> lags) {}

    /** How far one group has come in one topic: offsets, and in lag the records that are left, markers not counted. */
    public record Lag(String topic, long committed, long end, long lag) {
        /** Counts the records of a part of a partition; empty if not all of them were looked at yet. */
        interface Records {
            OptionalLong between(TopicPartition partition, long begin, long end);
        }

        /**
         * The lags of one group, by topic.
         *
         * @param committed the group's offsets; of partitions that no longer are it may have some, too
         * @param ends the ends of all partitions; a group that commits meanwhile may be beyond
         */
        static List<Lag> of(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> ends, Records records) {
            Map<String, List<Lag>> byTopic = new TreeMap<>();
            committed.forEach((partition, offset) -> {
                Long end = ends.get(partition);
                if (end != null) {
                    long behind = records.between(partition, Math.min(offset, end), end)
                            .orElse(Math.max(0, end - offset));
                    byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                            .add(new Lag(partition.topic(), offset, end, behind));
                }
            });
            return byTopic.entrySet().stream()
                    .map(topic -> new Lag(
                            topic.getKey(),
                            topic.getValue().stream().mapToLong(Lag::committed).sum(),
                            topic.getValue().stream().mapToLong(Lag::end).sum(),
                            topic.getValue().stream().mapToLong(Lag::lag).sum()))
                    .toList();
        }
    }
}
