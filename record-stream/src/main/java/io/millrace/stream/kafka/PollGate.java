package io.millrace.stream.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Ends a poll when its records take so much heap: Kafka's client limits a poll by its number of records only, and 2,000
 * records that were compressed well can be anything. The client keeps a record whose value cannot be deserialized and tries
 * it again in the next poll, so that the value which is one too many comes then. Used by one thread.
 *
 * <p>The client logs an error each time, which the services' log settings leave out.
 */
public final class PollGate implements Deserializer<ByteBuffer> {
    /** Objects that the client makes for a record. */
    private static final int RECORD_BYTES = 256;

    private final long bytes;
    private long left;
    private boolean any;

    /** @param bytes heap that the records of a poll may take; one record comes in any case */
    public PollGate(long bytes) {
        this.bytes = bytes;
    }

    /** A poll begins. */
    void open() {
        left = bytes;
        any = false;
    }

    @Override
    public ByteBuffer deserialize(String topic, byte[] data) {
        return ByteBuffer.wrap(data);
    }

    @Override
    public ByteBuffer deserialize(String topic, Headers headers, ByteBuffer data) {
        long needed = (long) RECORD_BYTES + data.remaining();
        for (Header header : headers) {
            needed += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        if (any && needed > left) {
            throw new PollIsFull();
        }
        any = true;
        left -= needed;
        return data;
    }

    /** Not a failure: the record comes with the next poll. */
    private static final class PollIsFull extends SerializationException {
        private static final long serialVersionUID = 1L;

        PollIsFull() {
            super("the poll is full");
        }
    }
}
