package io.millrace.console.kafka;

import java.util.List;

/**
 * One topic with everything that a page about it shows.
 *
 * @param id Kafka's id of the topic
 */
public record TopicDetails(
        String name, String id, List<PartitionDetails> partitions, List<Setting> settings, List<GroupDetails> groups) {
    public TopicDetails {
        partitions = List.copyOf(partitions);
        settings = List.copyOf(settings);
        groups = List.copyOf(groups);
    }

    /**
     * One partition.
     *
     * @param leader id of the broker that leads; -1 for none
     * @param bytes what its leader's copy takes on disk; -1 if the broker does not tell
     */
    public record PartitionDetails(
            int id, int leader, List<Integer> replicas, List<Integer> inSync, long begin, long end, long bytes) {
        public PartitionDetails {
            replicas = List.copyOf(replicas);
            inSync = List.copyOf(inSync);
        }
    }

    /**
     * One setting.
     *
     * @param value null where Kafka keeps it secret
     * @param own true if it was set for this topic, false if it is the brokers' or Kafka's own
     */
    public record Setting(String name, String value, boolean own) {}

    /** One group that has committed offsets of the topic. */
    public record GroupDetails(String group, String state, List<Member> members, List<Offset> partitions) {
        public GroupDetails {
            members = List.copyOf(members);
            partitions = List.copyOf(partitions);
        }
    }

    /** One member of a group. */
    public record Member(String client, String host, List<Integer> partitions) {
        public Member {
            partitions = List.copyOf(partitions);
        }
    }

    /** Where a group is in a partition. */
    public record Offset(int partition, long committed, long end, long lag) {}
}
