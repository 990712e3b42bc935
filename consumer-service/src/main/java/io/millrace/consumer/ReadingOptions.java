package io.millrace.consumer;

import io.millrace.consumer.tail.Reading;
import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which messages somebody wants to look at. */
final class ReadingOptions {
    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-iot-sensor-data}",
            description = "Topic to look at [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--only-partitions",
            split = ",",
            paramLabel = "N",
            defaultValue = "${env:KAFKA_ONLY_PARTITIONS}",
            description = "Look only at these partitions, for instance 0,2 [KAFKA_ONLY_PARTITIONS]. Default: all")
    private Set<Integer> onlyPartitions = new TreeSet<>();

    String topic() {
        return topic;
    }

    /** The settings, after noting what is wrong with them; null if something is. */
    Reading settings(Begin from, boolean untilEnd, Problems problems) {
        KafkaSettings settings = problems.collect(kafka::settings);
        onlyPartitions.forEach(
                partition -> problems.require(partition >= 0, "--only-partitions", partition, "must not be negative"));
        return settings == null ? null : new Reading(settings, topic, onlyPartitions, from, untilEnd);
    }
}
