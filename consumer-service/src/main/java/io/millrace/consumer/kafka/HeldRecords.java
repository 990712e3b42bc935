package io.millrace.consumer.kafka;

import io.millrace.record.HeldRecord;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import io.millrace.stream.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Copies of a poll's records, whose bytes are valid until the next poll only. */
final class HeldRecords {

    private HeldRecords() {}

    static List<HeldRecord> of(RecordBatch batch) {
        List<HeldRecord> held = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            SourceRecord record = batch.record(i);
            held.add(new HeldRecord(
                    batch.partition(),
                    record.offset(),
                    record.timestampMillis(),
                    bytes(record.key()),
                    bytes(record.value()),
                    headers(record)));
        }
        return held;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private static List<RecordHeader> headers(SourceRecord record) {
        List<RecordHeader> headers = new ArrayList<>(0);
        record.headers().forEach(headers::add);
        return headers.isEmpty() ? List.of() : headers;
    }
}
