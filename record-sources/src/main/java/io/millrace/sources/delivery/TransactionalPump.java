package io.millrace.sources.delivery;

import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Moves records from a source into the log, committing positions with them. There is one way to recover, whatever
 * failed and whether it took effect or not: take over again, ask the log which positions are true, and read from there.
 * A killed process does the same at its next start.
 */
public final class TransactionalPump {
    private final PositionedSource source;
    private final TransactionLog log;
    private final CommitRule rule;
    private final LongSupplier nanoClock;
    private final Waiting waiting;

    /** Hears of outages and waits them out. */
    public interface Waiting {
        /** A try failed; returns when it is time for the next one, or at once if the process is asked to stop. */
        void failed(DeliveryException.Unavailable failure) throws InterruptedException;

        /** A try went well. */
        void healed();
    }

    public TransactionalPump(
            PositionedSource source, TransactionLog log, CommitRule rule, LongSupplier nanoClock, Waiting waiting) {
        this.source = source;
        this.log = log;
        this.rule = rule;
        this.nanoClock = nanoClock;
        this.waiting = waiting;
    }

    /**
     * Runs until the source ends or {@code stop} says so; in both cases everything read is committed first.
     *
     * @throws DeliveryException.Unavailable if {@code stop} says so while the log is out of reach, after something may have been read
     * @throws DeliveryException.Fenced if another instance took the source over
     * @throws DeliveryException.Rejected if the log refuses for good
     * @throws IOException if the source cannot be read
     */
    public void run(BooleanSupplier stop) throws IOException, InterruptedException {
        boolean began = false;
        while (!stop.getAsBoolean()) {
            try {
                source.restore(log.takeOver());
                began = true;
                waiting.healed();
                boolean ended;
                do {
                    // Once also if it is to stop by now: what the source knows and could not commit before is
                    // committed.
                    ended = oneTransaction(stop);
                } while (!ended && !stop.getAsBoolean());
                return;
            } catch (DeliveryException.Unavailable e) {
                endIf(began && stop.getAsBoolean(), e);
                waiting.failed(e);
                // Most are asked to stop while they wait.
                endIf(began && stop.getAsBoolean(), e);
            }
        }
    }

    /** Nothing was read before the first success, so nothing is left behind: then the loop ends by itself. */
    private void endIf(boolean leavesSomething, DeliveryException.Unavailable failure) {
        if (leavesSomething) {
            throw new DeliveryException.Unavailable(
                    failure.getMessage() + "; stopped meanwhile: " + source.uncommitted(), failure.getCause());
        }
    }

    /** True if the source has ended. */
    private boolean oneTransaction(BooleanSupplier stop) throws IOException, InterruptedException {
        long opened = 0;
        while (true) {
            boolean empty = log.uncommitted() == 0;
            PositionedSource.Outcome outcome = source.read(log.outlet());
            if (empty) {
                // The age counts from the first record on, not from when the wait for it began.
                opened = nanoClock.getAsLong();
            }
            boolean due = log.uncommitted() >= rule.records()
                    || (log.uncommitted() > 0
                            && nanoClock.getAsLong() - opened >= rule.age().toNanos());
            if (outcome != PositionedSource.Outcome.MORE || due || stop.getAsBoolean()) {
                commit();
                return outcome == PositionedSource.Outcome.ENDED;
            }
        }
    }

    private void commit() {
        Map<String, byte[]> positions = source.changedPositions();
        if (log.uncommitted() > 0 || !positions.isEmpty()) {
            log.commit(positions);
            source.committed();
        }
    }
}
