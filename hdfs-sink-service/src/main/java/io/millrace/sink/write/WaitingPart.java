package io.millrace.sink.write;

import io.millrace.record.PartitionId;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A partition's waiting rows as the thread's budget sees them: what they hold, and how it gets that back. */
final class WaitingPart {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPart.class);

    final WaitingRows rows;
    /** What the budget believes the rows hold. */
    long budgeted;

    private final PartitionId partition;
    private final Wholeness wholeness;
    private final MemoryBudget budget;
    private boolean wantsCommit;

    WaitingPart(PartitionId partition, WaitingRows rows, Wholeness wholeness, MemoryBudget budget) {
        this.partition = partition;
        this.rows = rows;
        this.wholeness = wholeness;
        this.budget = budget;
    }

    /** Called by the budget: the rows have to go to the local disk, whoever needs the room. */
    void spillEarly() {
        wholeness.within(this::spill);
        budget.update(this);
    }

    private void spill() {
        try {
            rows.spill();
        } catch (IOException e) {
            // All of them are in memory still.
            LOG.warn(
                    "Rows of partition {} that wait for the commit cannot go to the local disk, so the commit comes early:"
                            + " {}",
                    partition,
                    e.getMessage());
        }
    }

    /** Called by the budget: only a commit gives back what the rows hold. It comes with the partition's next step. */
    void commitSoon() {
        wantsCommit = true;
    }

    /** True if the rows had better be written: nothing more of them can go to the local disk, or the budget asked for it. */
    boolean wantsCommit() {
        return !rows.isEmpty() && (wantsCommit || !rows.canSpill());
    }

    void clear() {
        rows.clear();
        wantsCommit = false;
        budget.update(this);
    }
}
