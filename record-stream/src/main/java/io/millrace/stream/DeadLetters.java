package io.millrace.stream;

import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import java.io.IOException;

/**
 * Takes records that cannot be stored. Used by one thread for all its partitions; what becomes of a letter concerns the
 * batch of its own partition, and no other.
 */
public interface DeadLetters extends AutoCloseable {
    /**
     * Takes a copy of the record; it may be on its way until {@link #flush}. Waits while too many are on their way.
     *
     * @param topicId Kafka's id of the topic that the record is one of
     */
    void send(SourceRecord record, String topicId, String reason) throws IOException;

    /**
     * Returns when everything is safe that was sent of this partition since it was flushed or forgotten last, or throws if
     * anything of it was not.
     */
    void flush(PartitionId partition) throws IOException;

    /** The partition's batch is thrown away: what becomes of letters sent for it concerns nobody any more. */
    void forget(PartitionId partition);

    @Override
    void close();
}
