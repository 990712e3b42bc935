package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.EventFormat;
import io.millrace.formats.registry.HttpSchemaRegistry;
import io.millrace.formats.value.ValueSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the alerts consumer has been asked to do.
 *
 * @param kafka how to reach Kafka
 * @param topics topics to read, with the format of each
 * @param described what is said of values that schemas describe
 * @param registry that knows the schemas of frames; empty if users name none
 * @param group consumer group
 * @param fromEnd begin a partition that the group has never read at its end instead of its beginning
 * @param alertsTopic where alerts are published; empty for nowhere
 * @param deadLetterTopic where refused records go
 * @param newTopicPartitions partitions of topics that have to be made
 * @param replication copies of each partition of topics that have to be made
 * @param minInsyncReplicas copies that must confirm a write to topics that have to be made
 * @param mostAhead how far event time may run ahead of a record's Kafka timestamp and still move windows
 * @param untilEnd end by itself once everything is stored that was there at the start
 */
public record AlertsSettings(
        KafkaSettings kafka,
        Map<String, EventFormat> topics,
        ValueSettings described,
        Optional<HttpSchemaRegistry> registry,
        String group,
        boolean fromEnd,
        Optional<String> alertsTopic,
        String deadLetterTopic,
        int newTopicPartitions,
        int replication,
        int minInsyncReplicas,
        Duration mostAhead,
        boolean untilEnd) {
    /** What metrics and dead letters call this program. */
    public static final String SERVICE = "consumer-service";

    /** Copies the map. */
    public AlertsSettings {
        topics = Map.copyOf(topics);
    }
}
