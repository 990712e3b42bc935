package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.PartitionId;
import io.millrace.consumer.engine.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Kafka's records in the engine's words. */
final class SourceRecords {

    private SourceRecords() {}

    static SourceRecord of(PartitionId partition, ConsumerRecord<byte[], byte[]> record) {
        return new SourceRecord(
                partition, record.offset(), record.timestamp(), record.key(), record.value(), headers(record));
    }

    private static List<SourceRecord.Header> headers(ConsumerRecord<byte[], byte[]> record) {
        if (record.headers() == null || !record.headers().iterator().hasNext()) {
            return List.of();
        }
        List<SourceRecord.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new SourceRecord.Header(header.key(), header.value()));
        }
        return headers;
    }
}
