package io.millrace.stream.kafka;

import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import io.millrace.stream.RecordBatch;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of one partition from one poll, seen one at a time through a view that the source reuses for all. */
record KafkaBatch(
        PartitionId partition,
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records,
        long nextOffset,
        KafkaRecordView view)
        implements RecordBatch {

    @Override
    public int size() {
        return records.size();
    }

    @Override
    public SourceRecord record(int index) {
        view.current = records.get(index);
        return view;
    }
}
