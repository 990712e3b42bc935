package io.millrace.sink.write;

import io.millrace.record.PartitionId;
import java.io.IOException;

/** Whether a partition's open batch is whole: every step since its begin returned normally. */
final class Wholeness {
    private final PartitionId partition;
    private IOException failure;
    /** A step is under way; stays true for ever once one did not return normally. */
    private boolean torn;

    Wholeness(PartitionId partition) {
        this.partition = partition;
    }

    /** A step that may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /**
     * A step begins; {@link #end} must follow when it has returned normally.
     *
     * @throws IllegalStateException if an earlier step did not
     */
    void begin() throws IOException {
        check();
        if (torn) {
            throw new IllegalStateException("the open batch of partition " + partition
                    + " is thrown away: writing it failed half-way, and what is half-written must never be committed");
        }
        torn = true;
    }

    void end() {
        torn = false;
    }

    /** Nothing of the batch will ever be committed. */
    void tear() {
        torn = true;
    }

    /**
     * Runs a step within the step of another partition. What it throws is this partition's failure, not that of the other
     * one, which hears of it when it goes on.
     *
     * @return false if the step failed
     */
    boolean within(Step step) {
        boolean before = torn;
        torn = true;
        try {
            step.run();
            torn = before;
            return true;
        } catch (IOException e) {
            failure = e;
            return false;
        }
    }

    /** Throws what went wrong within another partition's step. */
    void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
