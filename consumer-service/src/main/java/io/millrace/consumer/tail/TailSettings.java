package io.millrace.consumer.tail;

import io.millrace.consumer.rules.MessageFilter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code read} has been asked to show.
 *
 * @param reading what is read
 * @param format how to understand values
 * @param described what schemas say of values; empty if nothing is known of any
 * @param style how to show messages
 * @param filter which messages to show; empty for all
 * @param most end after this many; empty for no limit
 */
public record TailSettings(
        Reading reading,
        Understanding format,
        Optional<Described> described,
        Style style,
        Optional<MessageFilter> filter,
        OptionalLong most) {

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
