package io.millrace.stream;

import io.millrace.record.PartitionId;
import java.util.Collection;
import java.util.List;

/**
 * Where the records of one thread's partitions come to rest: files, a database, anything that says itself how far a
 * partition is stored. Used by one thread.
 *
 * <p>A round is: {@link #readiness}, a poll, {@link #beginRound}, {@link PartitionLanding#write} and
 * {@link PartitionLanding#tick} of each partition, {@link #endRound}, takeovers. So a landing may store each partition's
 * records as they are written, or those of all partitions together at the end of the round, in one transaction.
 */
public interface Landing {
    /** What can be done now. */
    enum Readiness {
        /** Records may come, partitions may be taken over. */
        OPEN,
        /** So much waits to be stored that no records may come. */
        FULL,
        /** It does not answer: no records may come, and a takeover would only wait for it. */
        AWAY
    }

    /** Makes what holds the partition from its assignment until it goes; it is not taken over by that. */
    PartitionLanding partition(PartitionId partition);

    /** Asked before each poll. While it is not open, partitions are paused: nothing that was read has to be dropped. */
    default Readiness readiness() {
        return Readiness.OPEN;
    }

    /** A poll has ended: what was lost or given back during it has been let go, and nothing of it was written yet. */
    default void beginRound() {}

    /**
     * All records of the poll have been written.
     *
     * @param now monotonic milliseconds
     * @return partitions that turned out to be somebody else's: they are left alone until Kafka assigns them anew
     */
    default Collection<PartitionId> endRound(long now) {
        return List.of();
    }

    /** True if a stop that leaves something uncommitted has done its work: whoever reads on finds what is missing. */
    default boolean toleratesUncommitted() {
        return false;
    }

    /** The loop ends as it was asked to, all partitions still held: the last chance to finish what does not take long. */
    default void leave() {}
}
