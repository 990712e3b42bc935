package io.millrace.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A record that owns its bytes, and so may be kept for as long as one likes.
 *
 * <p>The arrays are not copied: a record is handed from its reader to those who work on it and, if refused, to the store.
 *
 * @param id the partition where it stood
 * @param offset its offset there
 * @param timestampMillis its Kafka timestamp, milliseconds since 1970
 * @param keyBytes its key; null if it has none
 * @param valueBytes its value; null for a tombstone
 * @param headers its headers in order
 */
public record HeldRecord(
        PartitionId id,
        long offset,
        long timestampMillis,
        byte[] keyBytes,
        byte[] valueBytes,
        List<RecordHeader> headers)
        implements SourceRecord {

    @Override
    public String topic() {
        return id.topic();
    }

    @Override
    public int partition() {
        return id.partition();
    }

    @Override
    public ByteBuffer key() {
        return buffer(keyBytes);
    }

    @Override
    public ByteBuffer value() {
        return buffer(valueBytes);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
