package io.millrace.producer.cli;

import io.millrace.runtime.kafka.TopicSpec;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the topic is made if it is missing; a picocli mixin. The topic's name is each command's own option. */
public final class TopicOptions {
    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_PARTITIONS:-3}",
            description = "Partitions of a topic that is made [KAFKA_PARTITIONS]. Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_REPLICATION_FACTOR:-1}",
            description =
                    "Copies of each partition of a topic that is made [KAFKA_REPLICATION_FACTOR]. Default: ${DEFAULT-VALUE}")
    private int replication;

    @Option(
            names = "--min-insync-replicas",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_MIN_INSYNC_REPLICAS:-1}",
            description = "Copies that must confirm each write, for a topic that is made"
                    + " [KAFKA_MIN_INSYNC_REPLICAS]. Default: ${DEFAULT-VALUE}")
    private int minInsyncReplicas;

    /** The topic of the records. */
    TopicSpec records(String topic) {
        return new TopicSpec(topic, partitions, replication, minInsyncReplicas, Map.of());
    }

    int replication() {
        return replication;
    }

    int minInsyncReplicas() {
        return minInsyncReplicas;
    }
}
