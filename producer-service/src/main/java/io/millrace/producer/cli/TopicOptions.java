package io.millrace.producer.cli;

import io.millrace.producer.kafka.DeadLetterTarget;
import io.millrace.producer.kafka.KafkaTopics;
import io.millrace.runtime.kafka.TopicSpec;
import java.util.Map;
import java.util.Optional;
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

    /**
     * Makes the topic of the records and that of the dead letters, where they are missing.
     *
     * @return where the source's dead letters go; empty if a stop was asked for before the topics were there
     */
    Optional<DeadLetterTarget> ensure(KafkaTopics made, String topic, String deadLetterTopic, String source)
            throws InterruptedException {
        boolean there =
                made.ensure(records(topic), KafkaTopics.deadLetters(deadLetterTopic, replication, minInsyncReplicas));
        return there
                ? made.limits(topic, deadLetterTopic)
                        .map(limits -> new DeadLetterTarget(deadLetterTopic, source, limits))
                : Optional.empty();
    }

    int replication() {
        return replication;
    }

    int minInsyncReplicas() {
        return minInsyncReplicas;
    }
}
