package io.millrace.stream.kafka;

import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import io.millrace.record.TimestampType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A Kafka record as the formats see it. One per thread. */
final class KafkaRecordView implements SourceRecord {
    ConsumerRecord<ByteBuffer, ByteBuffer> current;

    @Override
    public String topic() {
        return current.topic();
    }

    @Override
    public int partition() {
        return current.partition();
    }

    @Override
    public long offset() {
        return current.offset();
    }

    @Override
    public long timestampMillis() {
        return timestampType() == null ? -1 : current.timestamp();
    }

    @Override
    public ByteBuffer key() {
        return current.key();
    }

    @Override
    public ByteBuffer value() {
        return current.value();
    }

    @Override
    public Iterable<RecordHeader> headers() {
        List<RecordHeader> headers = new ArrayList<>();
        for (Header header : current.headers()) {
            headers.add(new RecordHeader(header.key(), header.value()));
        }
        return headers;
    }

    @Override
    public TimestampType timestampType() {
        return switch (current.timestampType()) {
            case CREATE_TIME -> TimestampType.CREATE_TIME;
            case LOG_APPEND_TIME -> TimestampType.LOG_APPEND_TIME;
            case NO_TIMESTAMP_TYPE -> null;
        };
    }

    @Override
    public int leaderEpoch() {
        return current.leaderEpoch().orElse(-1);
    }
}
