package io.millrace.formats;

import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A record that a test makes up. */
record TestRecord(String topic, int partition, long offset, long timestampMillis, ByteBuffer key, ByteBuffer value)
        implements SourceRecord {

    static TestRecord of(String value) {
        return of(value.getBytes(StandardCharsets.UTF_8));
    }

    static TestRecord of(byte[] value) {
        return new TestRecord(
                "readings", 3, 42, 1_767_225_600_000L, null, value == null ? null : ByteBuffer.wrap(value));
    }

    TestRecord withKey(byte[] bytes) {
        return new TestRecord(topic, partition, offset, timestampMillis, ByteBuffer.wrap(bytes), value);
    }

    TestRecord at(int newPartition, long millis) {
        return new TestRecord(topic, newPartition, offset, millis, key, value);
    }

    @Override
    public Iterable<RecordHeader> headers() {
        return List.of();
    }
}
