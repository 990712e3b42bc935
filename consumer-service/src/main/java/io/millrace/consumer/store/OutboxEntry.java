package io.millrace.consumer.store;

import io.millrace.record.RecordHeader;
import java.util.List;

/**
 * A record that has to be published because of what was stored with it.
 *
 * @param sequence its number within the partition that caused it, from 1 without gaps
 * @param topic where it goes
 * @param key its key; may be null
 * @param value its value; may be null
 * @param headers its headers
 */
public record OutboxEntry(long sequence, String topic, byte[] key, byte[] value, List<RecordHeader> headers) {

    /** An entry besides its bytes: objects, arrays' headers, its place in a queue. */
    private static final int OVERHEAD = 200;

    /** About the memory that it takes, in bytes. */
    public long bytes() {
        long bytes = (long) OVERHEAD + length(key) + length(value);
        for (RecordHeader header : headers) {
            bytes += header.name().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
