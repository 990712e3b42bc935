package io.millrace.runtime.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.cli.Problems;
import java.util.Map;

/**
 * A topic as it is asked for.
 *
 * @param name the topic's name, by Kafka's rule for names
 * @param partitions number of partitions, at least 1
 * @param replication copies of each partition, at least 1
 * @param minInsyncReplicas copies that must confirm a write with acks=all, from 1 to {@code replication}
 * @param configs further topic settings by their Kafka names, for instance {@code cleanup.policy}
 */
public record TopicSpec(
        String name, int partitions, int replication, int minInsyncReplicas, Map<String, String> configs) {
    public TopicSpec {
        requireNonNull(name, "name");
        configs = Map.copyOf(configs);
        new Problems()
                .require(
                        name.matches("[a-zA-Z0-9._-]{1,249}") && !name.equals(".") && !name.equals(".."),
                        "topic name",
                        name,
                        "must be 1 to 249 letters, digits, dots, underscores and hyphens")
                .require(partitions >= 1, "partitions of topic " + name, partitions, "must be at least 1")
                .require(
                        replication >= 1 && replication <= Short.MAX_VALUE,
                        "replication factor of topic " + name,
                        replication,
                        "must be at least 1")
                .require(
                        minInsyncReplicas >= 1 && minInsyncReplicas <= replication,
                        "min.insync.replicas of topic " + name,
                        minInsyncReplicas,
                        "must be from 1 to the replication factor " + replication)
                .throwIfAny();
    }
}
