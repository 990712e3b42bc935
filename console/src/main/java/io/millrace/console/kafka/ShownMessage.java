package io.millrace.console.kafka;

import java.util.List;

/**
 * A message as a page shows it.
 *
 * @param timestamp milliseconds since 1970; negative if it has none
 * @param key readable; null if it has none
 * @param value readable; null for a tombstone
 * @param json true if the value is one JSON value
 * @param keyBytes how long the key is; -1 if it has none
 * @param valueBytes how long the value is; -1 for a tombstone
 * @param cut true if only the beginning of the value is here
 * @param problem why the value is not what it was said to be; empty if it is
 */
public record ShownMessage(
        String topic,
        int partition,
        long offset,
        long timestamp,
        String key,
        String value,
        boolean json,
        int keyBytes,
        int valueBytes,
        boolean cut,
        String problem,
        List<ShownHeader> headers) {
    public ShownMessage {
        headers = List.copyOf(headers);
    }

    /** One header, its value readable; null if it has none. */
    public record ShownHeader(String name, String value) {}
}
