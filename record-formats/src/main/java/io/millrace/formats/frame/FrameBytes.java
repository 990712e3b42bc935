package io.millrace.formats.frame;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;

/** What frames look like. */
final class FrameBytes {
    static final String VALUE_HEADER = "__value_schema_id";
    static final String KEY_HEADER = "__key_schema_id";

    static final int SINGLE_OBJECT_BYTES = 10;
    static final int CONFLUENT_BYTES = 5;
    static final int APICURIO_BYTES = 9;
    static final int GUID_BYTES = 17;

    private FrameBytes() {}

    static boolean isSingleObject(InputBytes value) {
        return value.to() - value.from() >= SINGLE_OBJECT_BYTES
                && value.array()[value.from()] == (byte) 0xc3
                && value.array()[value.from() + 1] == 1;
    }

    static boolean isContainer(InputBytes value) {
        byte[] bytes = value.array();
        int from = value.from();
        return value.to() - from >= 4
                && bytes[from] == 'O'
                && bytes[from + 1] == 'b'
                && bytes[from + 2] == 'j'
                && bytes[from + 3] == 1;
    }

    /** True if it begins with a zero byte and has room for a schema's id. */
    static boolean isRegistered(InputBytes value) {
        return value.to() - value.from() >= CONFLUENT_BYTES && value.array()[value.from()] == 0;
    }

    /** The kind that the value seems to have. Ids begin at 1, so that four zeros are the upper half of one of eight bytes. */
    static FrameKind guess(SourceRecord record, InputBytes value) {
        if (header(record, VALUE_HEADER) != null) {
            return FrameKind.HEADER;
        }
        if (isSingleObject(value)) {
            return FrameKind.SINGLE_OBJECT;
        }
        if (isContainer(value)) {
            return FrameKind.CONTAINER;
        }
        if (!isRegistered(value)) {
            return FrameKind.NONE;
        }
        boolean isWide = value.to() - value.from() >= APICURIO_BYTES && id(value, 1, 4) == 0;
        return isWide ? FrameKind.APICURIO : FrameKind.CONFLUENT;
    }

    /** So many bytes from there as a number, the highest first. */
    static long id(InputBytes value, int at, int bytes) {
        long id = 0;
        for (int i = 0; i < bytes; i++) {
            id = id << 8 | value.array()[value.from() + at + i] & 0xff;
        }
        return id;
    }

    /** The record's last header of that name, or null: the last one is what Kafka's serializers read. */
    static ByteBuffer header(SourceRecord record, String name) {
        byte[] found = null;
        for (RecordHeader header : record.headers()) {
            if (header.name().equals(name)) {
                found = header.value();
            }
        }
        return found == null ? null : ByteBuffer.wrap(found);
    }
}
