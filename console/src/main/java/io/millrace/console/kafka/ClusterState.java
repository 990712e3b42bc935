package io.millrace.console.kafka;

import java.util.List;

/**
 * Kafka at one moment, in sums: what a page shows of all topics and groups at once.
 *
 * @param brokers by id
 * @param topics by name
 * @param groups by name
 */
public record ClusterState(List<Broker> brokers, List<Topic> topics, List<Group> groups) {
    public ClusterState {
        brokers = List.copyOf(brokers);
        topics = List.copyOf(topics);
        groups = List.copyOf(groups);
    }

    /**
     * One broker.
     *
     * @param address {@code host:port} as it is told to clients
     */
    public record Broker(int id, String address, boolean controller) {}

    /**
     * One topic.
     *
     * @param partitions how many
     * @param internal true for Kafka's own
     * @param messages offsets between begin and end, over all partitions: markers of transactions and what compaction took away
     *     have offsets, too
     * @param end sum of the end offsets of all partitions
     * @param underReplicated partitions with fewer copies in step than they shall have
     */
    public record Topic(String name, int partitions, boolean internal, long messages, long end, int underReplicated) {}

    /**
     * One consumer group.
     *
     * @param state in Kafka's words
     * @param members how many
     */
    public record Group(String name, String state, int members, List<Place> topics) {
        public Group {
            topics = List.copyOf(topics);
        }
    }

    /**
     * How far a group has come in one topic.
     *
     * @param partitions how many it has committed an offset of
     * @param committed sum of these offsets
     * @param end sum of the ends of those partitions that it has committed an offset of
     * @param lag records between the two: where only few offsets are left they are looked at, and markers of transactions do not count
     */
    public record Place(String topic, int partitions, long committed, long end, long lag) {}
}
