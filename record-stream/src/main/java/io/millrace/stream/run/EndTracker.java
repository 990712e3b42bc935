package io.millrace.stream.run;

import io.millrace.record.PartitionId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How far a run has come whose partitions and ends are known when it begins. Shared by all workers. Thread-safe. */
public final class EndTracker implements Ends {
    private final Map<PartitionId, Long> ends;
    private final Set<PartitionId> remaining;

    /** @param ends the offset at which each partition ended when the run began */
    public EndTracker(Map<PartitionId, Long> ends) {
        this.ends = Map.copyOf(ends);
        this.remaining = new HashSet<>(ends.keySet());
    }

    @Override
    public long end(PartitionId partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /** All before the end is committed, here or elsewhere. */
    @Override
    public synchronized void done(PartitionId partition) {
        remaining.remove(partition);
    }

    @Override
    public synchronized boolean finished() {
        return remaining.isEmpty();
    }

    /** Partitions with records that are not known to be committed. */
    public synchronized Set<PartitionId> remaining() {
        return new TreeSet<>(remaining);
    }

    @Override
    public synchronized boolean isDone(PartitionId partition) {
        return !remaining.contains(partition);
    }
}
