package io.millrace.consumer.kafka;

import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Kafka's records in the engine's words. */
final class SourceRecords {

    private SourceRecords() {}

    static HeldRecord of(PartitionId partition, ConsumerRecord<byte[], byte[]> record) {
        return new HeldRecord(
                partition, record.offset(), record.timestamp(), record.key(), record.value(), headers(record));
    }

    private static List<RecordHeader> headers(ConsumerRecord<byte[], byte[]> record) {
        if (record.headers() == null || !record.headers().iterator().hasNext()) {
            return List.of();
        }
        List<RecordHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new RecordHeader(header.key(), header.value()));
        }
        return headers;
    }
}
