package io.millrace.stream;

import io.millrace.record.PartitionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where records come from. Used by one thread, which calls the assignment listener from within {@link #poll} and
 * {@link #close}.
 *
 * <p>A partition that was just assigned delivers nothing until it was positioned by {@link #resumeAt}: where reading
 * starts is said by whatever they land in.
 */
public interface RecordSource extends AutoCloseable {
    /** Told when partitions come and go. */
    interface AssignmentListener {
        /** These partitions are now read by this source. */
        void assigned(Collection<PartitionId> partitions);

        /** These partitions go to somebody else when this returns: the last chance to commit. */
        void revoked(Collection<PartitionId> partitions);

        /** These partitions belong to somebody else already. */
        void lost(Collection<PartitionId> partitions);

        /** The offset that was to be read next does not exist in Kafka; the partition is paused. */
        void unreadable(PartitionId partition, IOException cause);
    }

    /** Begins to take part; partitions are announced by the listener during later polls. */
    void start(AssignmentListener listener);

    /**
     * Waits at most this long for records. Outages of the servers look like an absence of records. Where reading went past
     * offsets that hold none (markers, compacted records), a batch says so, without records if need be: what was read is known
     * from batches alone, because a position that has moved says nothing about records that were never written.
     */
    List<RecordBatch> poll(Duration timeout);

    /** The topic's id and the offsets that can be read. */
    PartitionFacts facts(PartitionId partition) throws IOException;

    /** The id that the topic has now, that is, not before the last poll: its records were the topic's of that id. */
    String topicId(PartitionId partition) throws IOException;

    /**
     * The offset that was told by the last {@link #announce} of anybody who stores the same topic in the same place;
     * empty if there was none, or it cannot be told.
     */
    OptionalLong announced(PartitionId partition) throws IOException;

    /** Delivers the partition's records from this offset on. */
    void resumeAt(PartitionId partition, long offset);

    /** Delivers nothing of the partition until {@link #resumeAt} or {@link #resume}. */
    void pause(PartitionId partition);

    /** Delivers the partition's records again, from where they were paused. */
    void resume(PartitionId partition);

    /**
     * Up to where a partition is committed.
     *
     * @param topicId the id of the topic that was read: what is stored are that one's records, whatever topic has
     *     the name now
     */
    record Committed(String topicId, long nextOffset) {}

    /**
     * Tells others how far the partitions are committed. For monitoring, and as a trace where a log was lost: may fail or
     * be late unnoticed.
     */
    void announce(Map<PartitionId, Committed> committed);

    /**
     * Partitions whose last {@link #announce} was not heard, each said once: to be announced again by whoever has them still, since
     * an end that somebody else has gone beyond must not be told after theirs.
     */
    default List<PartitionId> unannounced() {
        return List.of();
    }

    /** Leaves. Partitions still held are announced to the listener as revoked first. */
    @Override
    void close();
}
