package io.millrace.console.kafka;

import io.millrace.consumer.rules.MessageFilter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which messages of a topic somebody wants to see.
 *
 * @param from where to begin
 * @param position an offset, or milliseconds since 1970, where {@code from} says so; else not looked at
 * @param most how many
 * @param partition the only one that is looked at; empty for all
 * @param key what the key must contain, whatever its case; empty for any
 * @param text what the value must contain, whatever its case; empty for any
 * @param filter what must hold, in the language of the rules
 * @param follow go on with what comes, until nobody looks
 * @param places where partitions are gone on with, by their numbers: an earlier search came so far
 */
public record MessageQuery(
        String topic,
        Start from,
        long position,
        int most,
        OptionalInt partition,
        String key,
        String text,
        Optional<MessageFilter> filter,
        boolean follow,
        Map<Integer, Long> places) {
    public MessageQuery {
        key = key.toLowerCase(Locale.ROOT);
        text = text.toLowerCase(Locale.ROOT);
        places = Map.copyOf(places);
    }

    /** Where a search begins. */
    public enum Start {
        /** The newest ones that match. */
        LAST,
        /** The oldest ones. */
        EARLIEST,
        /** What comes from now on. */
        LATEST,
        /** At an offset of each partition. */
        OFFSET,
        /** At the first message of each partition that is not older than a time. */
        TIME
    }

    boolean takes(String messageKey, String value) {
        return (key.isEmpty() || messageKey.toLowerCase(Locale.ROOT).contains(key))
                && (text.isEmpty() || value.toLowerCase(Locale.ROOT).contains(text));
    }
}
