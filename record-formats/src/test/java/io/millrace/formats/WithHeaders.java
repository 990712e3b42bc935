package io.millrace.formats;

import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import io.millrace.record.TimestampType;
import java.nio.ByteBuffer;
import java.util.List;

/** A record with all that can come with one. */
record WithHeaders(TestRecord record, List<RecordHeader> headers, TimestampType timestampType, int leaderEpoch)
        implements SourceRecord {
    WithHeaders(TestRecord record, List<RecordHeader> headers) {
        this(record, headers, null, -1);
    }

    @Override
    public String topic() {
        return record.topic();
    }

    @Override
    public int partition() {
        return record.partition();
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public long timestampMillis() {
        return record.timestampMillis();
    }

    @Override
    public ByteBuffer key() {
        return record.key();
    }

    @Override
    public ByteBuffer value() {
        return record.value();
    }
}
