package io.millrace.stream.run;

import io.millrace.record.PartitionId;

/** Where a run that comes to an end does so. */
public interface Ends {
    /** The offset up to which a partition is wanted; nothing is waited for in others. */
    long end(PartitionId partition);

    /** The partition was assigned to this loop. */
    default void assigned(PartitionId partition) {}

    /** The partition was taken over, and ends at this offset now. */
    default void seen(PartitionId partition, long end) {}

    /** The partition is no longer this loop's. */
    default void gone(PartitionId partition) {}

    /** All before the end is committed. */
    void done(PartitionId partition);

    /** True if nothing of the partition is waited for. */
    boolean isDone(PartitionId partition);

    /** True once nothing remains. */
    boolean finished();
}
