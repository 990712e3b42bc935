package io.millrace.stream;

import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;

/** Consecutive records of one partition from one poll; possibly none, where only offsets without records were read. */
public interface RecordBatch {
    PartitionId partition();

    int size();

    /** The record at the index. May be the same view each time: valid until the next call. */
    SourceRecord record(int index);

    /** The offset that reading goes on from; greater than the last record's where offsets without records follow. */
    long nextOffset();
}
