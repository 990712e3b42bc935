package io.millrace.stream.run;

import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.retry.Outage;
import java.util.HashMap;
import java.util.Map;

/**
 * Which partitions wait for a server. Many partitions meet the same outage: the log hears of it once when the first
 * one waits and once when the last one goes on. Thread-safe.
 */
public final class OutageBoard {
    private final Outage store;
    private final Outage meaning;
    private final Map<PartitionId, Outage> waiting = new HashMap<>();
    /** The store was found away by the landing itself, and has not answered since. */
    private boolean away;

    /** For values that say all of themselves. */
    public OutageBoard(Outage store) {
        this(store, store);
    }

    /** @param meaning the outage of what says what records mean, a {@link TryLaterException} */
    public OutageBoard(Outage store, Outage meaning) {
        this.store = store;
        this.meaning = meaning;
    }

    /** The store does not answer the landing, whichever partitions wait for it. */
    public synchronized void away(Exception cause) {
        away = true;
        store.failed(cause);
    }

    /** The store answers the landing: no partition waits for it any more. */
    public synchronized void answered() {
        away = false;
        waiting.values().removeIf(store::equals);
        store.healed();
    }

    /** True while the store is known to be away. */
    public boolean isAway() {
        return store.ongoing();
    }

    synchronized void down(PartitionId partition, Exception cause) {
        Outage outage = cause instanceof TryLaterException ? meaning : store;
        Outage before = waiting.put(partition, outage);
        if (before != null && !isAwaited(before)) {
            before.healed();
        }
        // Of what keeps the landing itself waiting the landing has told.
        if (!away || outage != store) {
            outage.failed(cause);
        }
    }

    synchronized void up(PartitionId partition) {
        Outage outage = waiting.remove(partition);
        if (outage != null && !isAwaited(outage)) {
            outage.healed();
        }
    }

    /** The partition is no longer this process's, whether or not what it waited for works. */
    synchronized void left(PartitionId partition) {
        Outage outage = waiting.remove(partition);
        if (outage != null && !isAwaited(outage)) {
            outage.forgotten();
        }
    }

    private boolean isAwaited(Outage outage) {
        return waiting.containsValue(outage) || away && outage == store;
    }
}
