package io.millrace.stream.run;

import io.millrace.record.PartitionId;
import io.millrace.stream.Landing;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that reads: its own source, its own partitions, its own landing. */
public final class Worker implements RecordSource.AssignmentListener {
    /** How long the thread may do without polling for takeovers that follow each other fast. */
    private static final long TAKEOVERS_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Nothing comes while partitions are held back; how soon the landing is asked again. */
    private static final Duration POLL_WHILE_HELD_BACK = Duration.ofMillis(50);

    private final WorkerContext context;
    private final Landing landing;
    private final Optional<? extends Ends> ends;
    private final Map<PartitionId, PartitionTask> tasks = new TreeMap<>();
    private final Map<PartitionId, RecordSource.Committed> announced = new HashMap<>();
    private final Collection<PartitionId> heldBack = new TreeSet<>();
    private boolean leaving;
    private boolean unclean;
    /** Another partition waits for its takeover: the next poll does not wait for records. */
    private boolean moreToTakeOver;

    /** @param ends where to stop; empty to go on for ever */
    public Worker(WorkerContext context, Optional<? extends Ends> ends) {
        this.context = context;
        this.landing = context.landing();
        this.ends = ends;
    }

    /**
     * Takes part until told to stop, or until something fails.
     *
     * <p>An orderly end, which is a stop that was asked for or a {@link StoppedException}, commits what is open. After
     * anything else, errors of the JVM included, nothing is committed: what the failing step left behind is not known, and
     * what was not committed is read again by whoever comes next.
     *
     * @param stop asked before each step
     * @throws StoppedException if this service must stop, or could not commit everything at the end
     */
    public void run(BooleanSupplier stop) {
        try {
            start();
            while (!stop.getAsBoolean()) {
                step();
            }
            landing.leave();
        } catch (StoppedException known) {
            leaveAfter(known, this::stop);
            throw known;
        } catch (RuntimeException | Error unknown) {
            leaveAfter(unknown, this::abandon);
            throw unknown;
        }
        // A run that was to come to an end has done its work then; what came later is the next one's.
        if (!stop()
                && !landing.toleratesUncommitted()
                && !ends.map(Ends::finished).orElse(false)) {
            throw new StoppedException(
                    "the stop could not commit everything: what is missing will be read again by the next" + " start");
        }
    }

    /** Begins to take part. */
    public void start() {
        context.source().start(this);
    }

    private static void leaveAfter(Throwable failure, Runnable leaving) {
        try {
            leaving.run();
        } catch (RuntimeException | Error second) {
            failure.addSuppressed(second);
        }
    }

    /** Polls once and does what is due. */
    public void step() {
        boolean open = landing.readiness() == Landing.Readiness.OPEN;
        holdBack(!open);
        Duration longest = open ? POLL : POLL_WHILE_HELD_BACK;
        Iterable<RecordBatch> batches = context.source().poll(moreToTakeOver ? Duration.ZERO : longest);
        landing.beginRound();
        long now = context.clock().monotonicMillis();
        for (RecordBatch batch : batches) {
            PartitionTask task = tasks.get(batch.partition());
            if (task != null) {
                task.write(batch, now);
            }
        }
        now = context.clock().monotonicMillis();
        for (PartitionTask task : tasks.values()) {
            task.tick(now);
        }
        for (PartitionId lost : landing.endRound(now)) {
            tasks.get(lost).drop();
            announced.remove(lost);
        }
        takeOver(now);
        ends.ifPresent(this::commitEnds);
        announce();
    }

    private void holdBack(boolean hold) {
        if (hold) {
            tasks.forEach((partition, task) -> {
                if (!heldBack.contains(partition) && task.holdBack()) {
                    heldBack.add(partition);
                }
            });
        } else if (!heldBack.isEmpty()) {
            heldBack.forEach(partition -> tasks.get(partition).goOn());
            heldBack.clear();
        }
    }

    /**
     * Takeovers for a short while, at least one, however many partitions wait for theirs: the group believes a member dead
     * that does not poll, and how long thousands of takeovers last depends on others. Partitions that wait are paused,
     * so polling costs little.
     */
    private void takeOver(long now) {
        long end = now + TAKEOVERS_MILLIS;
        do {
            if (landing.readiness() == Landing.Readiness.AWAY) {
                moreToTakeOver = false;
                return;
            }
            takeOverOne(now);
        } while (moreToTakeOver && context.clock().monotonicMillis() < end);
    }

    private void takeOverOne(long now) {
        PartitionTask longest = null;
        long since = Long.MAX_VALUE;
        int due = 0;
        for (PartitionTask task : tasks.values()) {
            OptionalLong dueSince = task.dueSince(now);
            if (dueSince.isPresent()) {
                due++;
                // In turn: one whose takeover fails each time must not keep the others from theirs.
                if (longest == null || dueSince.getAsLong() < since) {
                    longest = task;
                    since = dueSince.getAsLong();
                }
            }
        }
        moreToTakeOver = due > 1;
        if (longest != null) {
            longest.takeOver(now);
            // It reads again now, and is held back anew if the landing is full.
            heldBack.remove(longest.partition());
        }
    }

    /** Commits what is open and leaves. True if every partition could be committed. */
    public boolean stop() {
        leaving = true;
        context.source().close();
        return !unclean;
    }

    /** Throws away what is open and leaves. */
    private void abandon() {
        // First all of them: the source announces them as revoked, and nothing may be left to commit then.
        tasks.values().forEach(PartitionTask::abandon);
        context.source().close();
    }

    private void commitEnds(Ends wanted) {
        tasks.forEach((partition, task) -> {
            if (!wanted.isDone(partition) && task.commitUpTo(wanted.end(partition))) {
                wanted.done(partition);
            }
        });
    }

    private void announce() {
        context.source().unannounced().forEach(announced::remove);
        Map<PartitionId, RecordSource.Committed> news = new TreeMap<>();
        tasks.forEach((partition, task) -> task.committed().ifPresent(committed -> {
            if (!committed.equals(announced.put(partition, committed))) {
                news.put(partition, committed);
            }
        }));
        if (!news.isEmpty()) {
            context.source().announce(news);
        }
    }

    @Override
    public void assigned(Collection<PartitionId> partitions) {
        for (PartitionId partition : partitions) {
            tasks.put(partition, new PartitionTask(partition, context, ends));
            ends.ifPresent(known -> known.assigned(partition));
        }
        if (!partitions.isEmpty()) {
            LOG.info("Partitions assigned: thread={} partitions={}", context.thread(), partitions);
        }
    }

    /** The partition's task, which is this worker's no more; null if it had none. */
    private PartitionTask removed(PartitionId partition) {
        heldBack.remove(partition);
        ends.ifPresent(known -> known.gone(partition));
        return tasks.remove(partition);
    }

    @Override
    public void revoked(Collection<PartitionId> partitions) {
        Map<PartitionId, RecordSource.Committed> committed = new TreeMap<>();
        for (PartitionId partition : partitions) {
            PartitionTask task = removed(partition);
            if (task != null) {
                boolean clean = task.close();
                // On a rebalance the next owner reads again what was not committed; only what nobody does again counts.
                unclean |= leaving && !clean;
                announced.remove(partition);
                task.committed().ifPresent(upTo -> committed.put(partition, upTo));
            }
        }
        if (!committed.isEmpty()) {
            context.source().announce(committed);
        }
        if (!partitions.isEmpty()) {
            LOG.info("Partitions given back: thread={} partitions={}", context.thread(), partitions);
        }
    }

    @Override
    public void unreadable(PartitionId partition, IOException cause) {
        PartitionTask task = tasks.get(partition);
        if (task != null) {
            task.unreadable(cause);
        }
    }

    @Override
    public void lost(Collection<PartitionId> partitions) {
        for (PartitionId partition : partitions) {
            PartitionTask task = removed(partition);
            if (task != null) {
                task.abandon();
                announced.remove(partition);
            }
        }
        if (!partitions.isEmpty()) {
            LOG.warn("Partitions lost, somebody else has them: thread={} partitions={}", context.thread(), partitions);
        }
    }
}
