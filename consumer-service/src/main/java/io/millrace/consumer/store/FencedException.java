package io.millrace.consumer.store;

import io.millrace.record.PartitionId;

/** Somebody else owns the partition now; what this process still holds of it must be thrown away. */
public final class FencedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient PartitionId partition;

    /** Names the partition and who is known to have it. */
    public FencedException(PartitionId partition, String message) {
        super(message);
        this.partition = partition;
    }

    /** The partition that was lost. */
    public PartitionId partition() {
        return partition;
    }
}
