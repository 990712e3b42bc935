package io.millrace.consumer.engine;

import java.util.List;

/**
 * One record as it came from a topic, before anybody knows whether it means something.
 *
 * <p>The arrays are not copied: a record is handed from the reader to the engine and, if refused, to the store.
 *
 * @param partition where it stood
 * @param offset its offset there
 * @param timestampMillis its Kafka timestamp, milliseconds since 1970
 * @param key its key; null if it has none
 * @param value its value; null for a tombstone
 * @param headers its headers in order
 */
public record SourceRecord(
        PartitionId partition, long offset, long timestampMillis, byte[] key, byte[] value, List<Header> headers) {

    /**
     * One header.
     *
     * @param name its name
     * @param value its bytes; may be null
     */
    public record Header(String name, byte[] value) {}
}
