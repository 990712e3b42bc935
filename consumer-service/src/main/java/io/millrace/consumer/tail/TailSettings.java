package io.millrace.consumer.tail;

import io.millrace.consumer.rules.MessageFilter;
import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.kafka.KafkaSettings;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What {@code read} has been asked to show.
 *
 * @param kafka how to reach Kafka
 * @param topic which topic
 * @param onlyPartitions the partitions to show; empty for all
 * @param from where to begin
 * @param format how to understand values
 * @param described what schemas say of values; empty if nothing is known of any
 * @param style how to show messages
 * @param filter which messages to show; empty for all
 * @param most end after this many; empty for no limit
 * @param untilEnd end when everything that was there at the start has been seen
 */
public record TailSettings(
        KafkaSettings kafka,
        String topic,
        Set<Integer> onlyPartitions,
        Begin from,
        Understanding format,
        Optional<Described> described,
        Style style,
        Optional<MessageFilter> filter,
        OptionalLong most,
        boolean untilEnd) {

    public TailSettings {
        onlyPartitions = Set.copyOf(onlyPartitions);
    }

    /** How messages look. */
    public enum Style {
        /** Lines. */
        PLAIN,
        /** Lines with colours. */
        COLOURED,
        /** JSON objects, one on each line. */
        JSON
    }
}
