package io.millrace.sink.run;

import io.millrace.record.PartitionId;
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
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread of the sink: its own source, its own partitions, its own open files. */
public final class Worker implements RecordSource.AssignmentListener {
    /** How long the thread may do without polling for takeovers that follow each other fast. */
    private static final long TAKEOVERS_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final WorkerContext context;
    private final Optional<EndTracker> ends;
    private final Map<PartitionId, PartitionTask> tasks = new TreeMap<>();
    private final Map<PartitionId, RecordSource.Committed> announced = new HashMap<>();
    private boolean leaving;
    private boolean unclean;
    /** Another partition waits for its takeover: the next poll does not wait for records. */
    private boolean moreToTakeOver;

    /** @param ends where to stop; empty to go on for ever */
    public Worker(WorkerContext context, Optional<EndTracker> ends) {
        this.context = context;
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
     * @throws StoppedException if this sink must stop, or could not commit everything at the end
     */
    public void run(BooleanSupplier stop) {
        try {
            start();
            while (!stop.getAsBoolean()) {
                step();
            }
        } catch (StoppedException known) {
            leaveAfter(known, this::stop);
            throw known;
        } catch (RuntimeException | Error unknown) {
            leaveAfter(unknown, this::abandon);
            throw unknown;
        }
        // A run that was to come to an end has done its work then; what came later is the next one's.
        if (!stop() && !ends.map(EndTracker::finished).orElse(false)) {
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
        Iterable<RecordBatch> batches = context.source().poll(moreToTakeOver ? Duration.ZERO : POLL);
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
        takeOver(now);
        if (ends.isPresent()) {
            commitEnds(ends.get());
        }
        announce();
        context.events()
                .open(
                        context.thread(),
                        context.budget().openFiles(),
                        context.budget().bufferedBytes());
    }

    /**
     * Takeovers for a short while, at least one, however many partitions wait for theirs: the group believes a member dead
     * that does not poll, and how long thousands of takeovers last depends on the NameNode. Partitions that wait are paused,
     * so polling costs little.
     */
    private void takeOver(long now) {
        long end = now + TAKEOVERS_MILLIS;
        do {
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

    private void commitEnds(EndTracker tracker) {
        tasks.forEach((partition, task) -> {
            if (!tracker.isDone(partition) && task.commitUpTo(tracker.end(partition))) {
                tracker.done(partition);
            }
        });
    }

    private void announce() {
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
            tasks.put(partition, new PartitionTask(partition, context, ends.isPresent()));
        }
        if (!partitions.isEmpty()) {
            LOG.info("Partitions assigned: thread={} partitions={}", context.thread(), partitions);
        }
    }

    @Override
    public void revoked(Collection<PartitionId> partitions) {
        Map<PartitionId, RecordSource.Committed> committed = new TreeMap<>();
        for (PartitionId partition : partitions) {
            PartitionTask task = tasks.remove(partition);
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
            PartitionTask task = tasks.remove(partition);
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
