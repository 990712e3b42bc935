package io.millrace.sink.run;

import io.millrace.record.PartitionId;
import io.millrace.runtime.retry.Outage;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which partitions wait for a server. Many partitions meet the same outage: the log hears of it once when the first
 * one waits and once when the last one goes on. Thread-safe.
 */
public final class OutageBoard {
    private final Outage outage;
    private final Set<PartitionId> waiting = new TreeSet<>();

    public OutageBoard(Outage outage) {
        this.outage = outage;
    }

    synchronized void down(PartitionId partition, Exception cause) {
        waiting.add(partition);
        outage.failed(cause);
    }

    synchronized void up(PartitionId partition) {
        if (waiting.remove(partition) && waiting.isEmpty()) {
            outage.healed();
        }
    }

    /** The partition is no longer this process's, whether or not what it waited for works. */
    synchronized void left(PartitionId partition) {
        if (waiting.remove(partition) && waiting.isEmpty()) {
            outage.forgotten();
        }
    }

    /** How many partitions wait. */
    public synchronized int waiting() {
        return waiting.size();
    }
}
