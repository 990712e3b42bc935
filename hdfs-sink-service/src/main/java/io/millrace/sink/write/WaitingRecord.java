package io.millrace.sink.write;

import io.millrace.formats.bytes.Bytes;
import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A record in the form in which it waits for its file: its length, offset, timestamp, key, value and headers, end to end.
 * One view is set from record to record.
 */
final class WaitingRecord implements SourceRecord {
    private static final int NONE = -1;

    private final PartitionId partition;
    private byte[] array = new byte[0];
    private int at;

    WaitingRecord(PartitionId partition) {
        this.partition = partition;
    }

    /** Bytes that {@link #append} adds. */
    static int length(SourceRecord record) {
        long length = 28L + length(record.key()) + length(record.value());
        for (RecordHeader header : record.headers()) {
            length += 8L + 3L * header.name().length() + (header.value() == null ? 0 : header.value().length);
        }
        return Math.toIntExact(length);
    }

    private static int length(ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }

    /** Appends the record; its first four bytes say how many follow. */
    static void append(SourceRecord record, Bytes out) {
        int start = out.size;
        out.putInt(0);
        out.putLong(record.offset());
        out.putLong(record.timestampMillis());
        append(record.key(), out);
        append(record.value(), out);
        for (RecordHeader header : record.headers()) {
            append(ByteBuffer.wrap(header.name().getBytes(StandardCharsets.UTF_8)), out);
            append(header.value() == null ? null : ByteBuffer.wrap(header.value()), out);
        }
        Bytes.INT.set(out.array, start, out.size - start - 4);
    }

    private static void append(ByteBuffer bytes, Bytes out) {
        if (bytes == null) {
            out.putInt(NONE);
            return;
        }
        int length = bytes.remaining();
        out.putInt(length);
        bytes.get(bytes.position(), out.room(length), out.size, length);
        out.size += length;
    }

    /** Bytes of the record that begins there, its length included. */
    static int length(byte[] array, int at) {
        return 4 + (int) Bytes.INT.get(array, at);
    }

    /** From now on this is the record that begins there. */
    void set(byte[] newArray, int newAt) {
        array = newArray;
        at = newAt;
    }

    @Override
    public String topic() {
        return partition.topic();
    }

    @Override
    public int partition() {
        return partition.partition();
    }

    @Override
    public long offset() {
        return Bytes.load(array, at + 4);
    }

    @Override
    public long timestampMillis() {
        return Bytes.load(array, at + 12);
    }

    @Override
    public ByteBuffer key() {
        return buffer(keyAt());
    }

    @Override
    public ByteBuffer value() {
        return buffer(after(keyAt()));
    }

    @Override
    public Iterable<RecordHeader> headers() {
        List<RecordHeader> headers = new ArrayList<>();
        int end = at + length(array, at);
        int name = after(after(keyAt()));
        while (name < end) {
            int value = after(name);
            headers.add(
                    new RecordHeader(StandardCharsets.UTF_8.decode(buffer(name)).toString(), bytes(value)));
            name = after(value);
        }
        return headers;
    }

    private int keyAt() {
        return at + 20;
    }

    private int after(int part) {
        return part + 4 + Math.max(0, (int) Bytes.INT.get(array, part));
    }

    private ByteBuffer buffer(int part) {
        int length = (int) Bytes.INT.get(array, part);
        return length == NONE ? null : ByteBuffer.wrap(array, part + 4, length);
    }

    private byte[] bytes(int part) {
        ByteBuffer buffer = buffer(part);
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
