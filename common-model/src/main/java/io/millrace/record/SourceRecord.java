package io.millrace.record;

import java.nio.ByteBuffer;

/**
 * One record as it was read from its topic. A reusable view: everything that it answers is valid
 * until the next record only. Its buffers' positions and limits may not be changed by the reader.
 */
public interface SourceRecord {
    String topic();

    int partition();

    long offset();

    /** The record's Kafka timestamp in milliseconds since the epoch; negative if it has none. */
    long timestampMillis();

    /** The key's bytes from position to limit, or null if the record has no key. */
    ByteBuffer key();

    /** The value's bytes from position to limit, or null for a tombstone. Fastest if it has an array. */
    ByteBuffer value();

    Iterable<RecordHeader> headers();

    /** Who said {@link #timestampMillis}; null if it has none, or that is not known. */
    default TimestampType timestampType() {
        return null;
    }

    /** How often the partition had had a new leader when the record came to it; negative if that is not known. */
    default int leaderEpoch() {
        return -1;
    }
}
