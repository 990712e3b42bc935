package io.millrace.stream;

import io.millrace.record.PartitionId;

/** What happens to partitions, for metrics. Called by every thread: implementations are thread-safe and quick. */
public interface StreamEvents {
    /** Nobody listens. */
    StreamEvents NONE = new StreamEvents() {};

    /** Somebody else owns the partition. */
    default void fenced(PartitionId partition) {}

    /** Something failed that will be tried again. */
    default void retry(PartitionId partition) {}

    /** The partition is no longer here, or was dropped because it is somebody else's. */
    default void released(PartitionId partition) {}
}
