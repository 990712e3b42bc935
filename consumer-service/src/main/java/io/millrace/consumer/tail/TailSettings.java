package io.millrace.consumer.tail;

import io.millrace.consumer.rules.MessageFilter;
import io.millrace.runtime.kafka.KafkaSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code tail} has been asked to show.
 *
 * @param kafka how to reach Kafka
 * @param topic which topic
 * @param partition the only partition to show; empty for all
 * @param start where to begin
 * @param format how to understand values
 * @param style how to show messages
 * @param filter which messages to show; empty for all
 * @param most end after this many; empty for no limit
 * @param untilEnd end when everything that was there at the start has been seen
 */
public record TailSettings(
        KafkaSettings kafka,
        String topic,
        OptionalInt partition,
        Start start,
        Understanding format,
        Style style,
        Optional<MessageFilter> filter,
        OptionalLong most,
        boolean untilEnd) {

    /** Where to begin in each partition. */
    public enum Start {
        /** With the oldest message. */
        BEGINNING,
        /** With what comes from now on. */
        END
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
