package io.millrace.consumer.tail;

import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.kafka.KafkaSettings;
import java.util.Set;

/**
 * What is read of a topic.
 *
 * @param kafka how to reach Kafka
 * @param topic which topic
 * @param onlyPartitions the partitions to read; empty for all
 * @param from where to begin
 * @param untilEnd end when everything that was there at the start has been seen
 */
public record Reading(KafkaSettings kafka, String topic, Set<Integer> onlyPartitions, Begin from, boolean untilEnd) {
    public Reading {
        onlyPartitions = Set.copyOf(onlyPartitions);
    }
}
