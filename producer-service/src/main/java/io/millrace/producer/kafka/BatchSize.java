package io.millrace.producer.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/**
 * Bytes of the batch that the client makes of one record: what the broker compares with {@code max.message.bytes}. The
 * client's own classes tell, which are not a public interface of Kafka: this is the only place that knows them.
 */
final class BatchSize {
    /** Bytes beside a thousandth by which a batch may grow when its content cannot be compressed. */
    static final int GROWTH = 64;

    private final CompressionType type;
    private final Compression compression;

    /** @param compression the producer's {@code compression.type} */
    BatchSize(String compression) {
        this.type = CompressionType.forName(compression);
        this.compression = Compression.of(type).build();
    }

    /** Without compression, by arithmetic only; the client compares it with {@code max.request.size}. */
    int atMost(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                type,
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    /** As it is sent; compresses the record. */
    int compressed(ProducerRecord<byte[], byte[]> record) {
        SimpleRecord one = new SimpleRecord(
                System.currentTimeMillis(),
                record.key(),
                record.value(),
                record.headers().toArray());
        return MemoryRecords.withRecords(compression, one).sizeInBytes();
    }
}
