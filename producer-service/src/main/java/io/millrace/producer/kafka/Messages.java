package io.millrace.producer.kafka;

import io.millrace.sources.delivery.OutHeader;
import io.millrace.sources.delivery.OutRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records as Kafka's client takes them. */
final class Messages {
    /** Header of a piece of an over-long record: its number, from 1, decimal. */
    static final String PIECE_HEADER = "millrace.piece";

    private Messages() {}

    static ProducerRecord<byte[], byte[]> of(String topic, OutRecord record) {
        Integer partition = record.partition() == OutRecord.ANY_PARTITION ? null : record.partition();
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, partition, record.key(), record.value());
        if (record.piece() > 0) {
            message.headers().add(PIECE_HEADER, Integer.toString(record.piece()).getBytes(StandardCharsets.US_ASCII));
        }
        for (OutHeader header : record.headers()) {
            message.headers().add(header.name(), header.value());
        }
        return message;
    }
}
