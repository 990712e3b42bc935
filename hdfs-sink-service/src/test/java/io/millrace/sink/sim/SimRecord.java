package io.millrace.sink.sim;

import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A record of a simulated topic.
 *
 * @param text the value; null for a tombstone, {@link #DELETED} for a change event that deletes its row
 */
public record SimRecord(String topic, int partition, long offset, String text) implements SourceRecord {
    static final String DELETED = "deleted";

    /** True if it says only that a row is gone. */
    boolean hasNoRow() {
        return text == null || text.equals(DELETED);
    }

    @Override
    public long timestampMillis() {
        return offset * 1000;
    }

    @Override
    public ByteBuffer key() {
        return null;
    }

    @Override
    public ByteBuffer value() {
        return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Iterable<RecordHeader> headers() {
        return List.of();
    }
}
