package io.millrace.stream.run;

import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import io.millrace.stream.FencedException;
import io.millrace.stream.OrderlyStopException;
import io.millrace.stream.PartitionLanding;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import io.millrace.stream.RefusedException;
import io.millrace.stream.SourceFailureException;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition on one worker: waiting to be taken over, or writing. Whatever fails that may heal leads back to
 * waiting: the next takeover finds out what became true, exactly as after a crash.
 */
final class PartitionTask {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionTask.class);

    private static final long FENCED_PAUSE_MILLIS = 60_000;

    private sealed interface State permits Waiting, Writing {}

    private record Waiting(long until) implements State {}

    private record Writing(long firstCommitted) implements State {}

    private final PartitionId partition;
    private final WorkerContext context;
    private final RecordSource source;
    private final PartitionLanding landing;
    private final Optional<? extends Ends> ends;
    private State state = new Waiting(Long.MIN_VALUE);
    private int failures;

    /** The offset up to which records cannot be read, because something besides the landing is away; -1 if there is none. */
    private long unreadAt = -1;

    /** @param ends if somebody waits for the run's end: a refusal ends it then, instead of being waited for */
    PartitionTask(PartitionId partition, WorkerContext context, Optional<? extends Ends> ends) {
        this.partition = partition;
        this.context = context;
        this.source = context.source();
        this.landing = context.landing().partition(partition);
        this.ends = ends;
    }

    PartitionId partition() {
        return partition;
    }

    private boolean isWriting() {
        return state instanceof Writing;
    }

    /** Writes the records; while waiting they are dropped, to be read again. */
    void write(RecordBatch batch, long now) {
        if (isWriting()) {
            attempt(() -> {
                landing.write(batch, now);
                if (unreadAt >= 0 && landing.nextOffset() > unreadAt) {
                    unreadAt = -1;
                    context.outages().up(partition);
                }
            });
        }
    }

    /** Does what is due by time. */
    void tick(long now) {
        if (isWriting()) {
            attempt(() -> landing.tick(now));
        }
    }

    /** Since when it has been time to take the partition over; empty if it is not. */
    OptionalLong dueSince(long now) {
        return state instanceof Waiting waiting && now >= waiting.until()
                ? OptionalLong.of(waiting.until())
                : OptionalLong.empty();
    }

    /** Takes the partition over, or waits longer. */
    void takeOver(long now) {
        AskedFacts facts = new AskedFacts(source, partition);
        attempt(() -> open(facts, now), facts);
    }

    private void open(AskedFacts facts, long now) throws IOException {
        long resumeAt = landing.takeOver(facts, now);
        source.resumeAt(partition, resumeAt);
        state = new Writing(landing.committedOffset());
        facts.end().ifPresent(end -> ends.ifPresent(known -> known.seen(partition, end)));
        if (unreadAt < 0) {
            // Otherwise that the landing answers is no news: what is waited for comes with the records.
            context.outages().up(partition);
        }
        LOG.info("Partition taken over: partition={} next_offset={}", partition, resumeAt);
    }

    /** Nothing is delivered for as long as the landing takes no more; true if there is anything to hold back. */
    boolean holdBack() {
        if (isWriting()) {
            source.pause(partition);
        }
        return isWriting();
    }

    /** Goes on after {@link #holdBack}. */
    void goOn() {
        if (isWriting()) {
            source.resume(partition);
        }
    }

    /** Reading cannot go on from where it is: look at what Kafka has, as at the beginning. */
    void unreadable(IOException cause) {
        retryLater(cause, true);
    }

    /** Commits what there is if reading has come to this offset; true if all before it is committed. */
    boolean commitUpTo(long end) {
        if (!isWriting()) {
            return false;
        }
        attempt(() -> {
            if (landing.nextOffset() >= end) {
                landing.commit();
            }
        });
        return isWriting() && landing.committedOffset() >= end;
    }

    /**
     * Up to where the partition is committed; empty while that is not known. After a failure it is not: somebody else may have
     * gone on, and the group, told of an older end, would believe in a landing that begins anew.
     */
    Optional<RecordSource.Committed> committed() {
        return landing.committed();
    }

    /** Commits and leaves; false if the last batch could not be committed. Only errors of the JVM are thrown. */
    boolean close() {
        context.outages().left(partition);
        try {
            return commitAndLeave();
        } finally {
            // Not before the last commit, which is told too: whoever measures a partition would begin anew.
            context.events().released(partition);
        }
    }

    private boolean commitAndLeave() {
        if (!isWriting()) {
            // What was read before the failure is not stored, or stored where readers do not look.
            landing.abandon();
            return failures == 0;
        }
        state = new Waiting(Long.MAX_VALUE);
        try {
            landing.commit();
        } catch (IOException | RuntimeException e) {
            if (e instanceof FencedException) {
                context.events().fenced(partition);
            }
            landing.abandon();
            LOG.warn(
                    "The last batch of partition {} was not committed and will be read again: {}",
                    partition,
                    e.getMessage());
            return false;
        } catch (Error e) {
            landing.abandon();
            throw e;
        }
        try {
            landing.release();
        } catch (IOException | RuntimeException e) {
            // All is committed; what stays behind is for the next owner to clean up.
            LOG.debug("Partition {} was not released in order", partition, e);
        }
        return true;
    }

    /** Leaves without a commit: somebody else owns the partition already. */
    void abandon() {
        context.outages().left(partition);
        context.events().released(partition);
        landing.abandon();
        state = new Waiting(Long.MAX_VALUE);
    }

    /**
     * As {@link #abandon}, while Kafka goes on to assign the partition to this thread. If it is somebody else's, the group says so long
     * before the pause is over. If not, a former owner claimed it late, the group has nothing to say, and nobody else would ever read it.
     */
    void drop() {
        if (isWriting()) {
            source.pause(partition);
        }
        context.events().fenced(partition);
        abandon();
        state = new Waiting(context.clock().monotonicMillis() + FENCED_PAUSE_MILLIS);
    }

    /** A step that may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        attempt(step, null);
    }

    /** @param facts what was asked of Kafka on the way; null if nothing was */
    private void attempt(Step step, AskedFacts facts) {
        try {
            step.run();
            if (state instanceof Writing writing && landing.committedOffset() > writing.firstCommitted()) {
                failures = 0;
            }
        } catch (OrderlyStopException e) {
            // What came before the record is whole and may still be committed.
            throw e;
        } catch (FencedException e) {
            context.events().fenced(partition);
            abandon();
            throw e;
        } catch (RuntimeException | Error e) {
            // Nothing is known about what was half done: it must be out of every later commit's reach.
            abandon();
            throw e;
        } catch (IOException e) {
            retryLater(e, e instanceof SourceFailureException || facts != null && facts.isCause(e));
        }
    }

    private void retryLater(IOException cause, boolean ofSource) {
        unreadAt = -1;
        if (isWriting()) {
            unreadAt = cause instanceof TryLaterException ? landing.nextOffset() : -1;
            source.pause(partition);
        }
        landing.abandon();
        failures++;
        // From now on, not from when the step began: one that fails slowly would be due again at once, for ever the
        // first.
        state = new Waiting(context.clock().monotonicMillis()
                + context.backoff().pause(failures, context.random()).toMillis());
        context.events().retry(partition);
        boolean lasting = RefusedException.isLasting(cause);
        if (lasting || ends.isPresent() && cause instanceof RefusedException) {
            throw new StoppedException(
                    "partition " + partition + " cannot be stored" + (lasting ? ": " : " to its end: ")
                            + cause.getMessage()
                            + ". Nothing is lost: once that is mended, the next run goes on from there",
                    cause);
        }
        (ofSource ? context.outages().source() : context.outages().landing()).down(partition, cause);
        LOG.debug("Partition {} waits: {}", partition, cause.getMessage(), cause);
    }
}
