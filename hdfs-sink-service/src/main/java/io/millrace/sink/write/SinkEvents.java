package io.millrace.sink.write;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.stream.StreamEvents;

/** What happens in the sink beside what happens to every reader, for metrics. Called by every thread: implementations are thread-safe and quick. */
public interface SinkEvents extends StreamEvents {
    /** Nobody listens. */
    SinkEvents NONE = new SinkEvents() {};

    /** A batch of records from one poll was written to open files. */
    default void written(PartitionId partition, long records, long nextOffset) {}

    /**
     * A batch is true, and in place unless moving its files failed; how long closing, publishing and moving took, 0 if that it is
     * true was found out later. Told once for each batch.
     */
    default void committed(PartitionId partition, CommitRecord record, long millis) {}

    /** A record could not be stored and was put aside as this says; the batch that counts it is not committed yet. */
    default void refused(PartitionId partition, long offset, BadRecords action, String reason) {}

    /** The partition was taken over; how long it took. */
    default void takenOver(PartitionId partition, CommitRecord claim, long millis) {}

    /** Files being written and bytes of heap they hold, of one thread. */
    default void open(int thread, int files, long bufferedBytes) {}
}
