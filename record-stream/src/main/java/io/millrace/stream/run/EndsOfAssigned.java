package io.millrace.stream.run;

import io.millrace.record.PartitionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far a run has come that looks after the partitions that it is assigned, and leaves the others of its group to
 * themselves: each partition up to the end that it had when it was first taken over. Used by one thread.
 */
public final class EndsOfAssigned implements Ends {
    private final Map<PartitionId, Long> ends = new HashMap<>();
    private final Set<PartitionId> here = new HashSet<>();
    private final Set<PartitionId> done = new HashSet<>();

    @Override
    public long end(PartitionId partition) {
        return ends.getOrDefault(partition, Long.MAX_VALUE);
    }

    @Override
    public void assigned(PartitionId partition) {
        here.add(partition);
    }

    @Override
    public void seen(PartitionId partition, long end) {
        ends.putIfAbsent(partition, end);
    }

    @Override
    public void gone(PartitionId partition) {
        here.remove(partition);
        done.remove(partition);
    }

    @Override
    public void done(PartitionId partition) {
        done.add(partition);
    }

    @Override
    public boolean isDone(PartitionId partition) {
        return done.contains(partition);
    }

    /** True once all that is here is done; not while nothing is here. */
    @Override
    public boolean finished() {
        return !here.isEmpty() && done.containsAll(here);
    }
}
