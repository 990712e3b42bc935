package io.millrace.sink.run;

import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.retry.Backoff;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.Takeover;
import io.millrace.sink.port.Clock;
import io.millrace.sink.write.BadRecordStop;
import io.millrace.sink.write.PartitionWriter;
import io.millrace.sink.write.SinkEvents;
import io.millrace.stream.FencedException;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import io.millrace.stream.RefusedException;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition on one worker: waiting to be taken over, or writing. Whatever fails that may heal leads back to
 * waiting: the next takeover finds out what became true, exactly as after a crash.
 */
final class PartitionTask {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionTask.class);

    /** How long another topic of the same name, or a root that is gone, stays unnoticed while nothing is committed. */
    private static final long VERIFY_MILLIS = 30_000;

    private sealed interface State permits Waiting, Writing {}

    private record Waiting(long until) implements State {}

    private record Writing(PartitionWriter writer, long firstCommitted) implements State {}

    private final PartitionId partition;
    private final RecordSource source;
    private final PartitionOpener opener;
    private final OutageBoard outages;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final SinkEvents events;
    private final Clock clock;
    private final boolean mustEnd;
    private State state = new Waiting(Long.MIN_VALUE);
    private int failures;
    /** The last record that is known as this task's own; null before the first takeover. */
    private CommitRecord held;
    /** Whether it is as well the last of all that this task knows of: false once others may have gone on from it. */
    private boolean current;

    /** The offset up to which records cannot be read, because something besides the store is away; -1 if there is none. */
    private long unreadAt = -1;

    private long verifiedAt;

    /** @param mustEnd whether somebody waits for the run's end: a refusal ends it then, instead of being waited for */
    PartitionTask(PartitionId partition, WorkerContext context, boolean mustEnd) {
        this.mustEnd = mustEnd;
        this.partition = partition;
        this.source = context.source();
        this.opener = context.opener();
        this.outages = context.outages();
        this.backoff = context.backoff();
        this.random = context.random();
        this.events = context.events();
        this.clock = context.clock();
    }

    /** Writes the records; while waiting they are dropped, to be read again. */
    void write(RecordBatch batch, long now) {
        if (state instanceof Writing writing) {
            attempt(() -> {
                writing.writer().write(batch, now);
                if (unreadAt >= 0 && writing.writer().nextOffset() > unreadAt) {
                    unreadAt = -1;
                    outages.up(partition);
                }
            });
        }
    }

    /** Commits by age, and looks now and then whether the tenure still stands. */
    void tick(long now) {
        if (state instanceof Writing writing) {
            attempt(() -> {
                writing.writer().tick(now);
                if (now - verifiedAt >= VERIFY_MILLIS) {
                    writing.writer().verify();
                    verifiedAt = now;
                }
            });
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
        attempt(() -> open(now));
    }

    private Takeover.Facts facts() {
        return new Takeover.Facts() {
            @Override
            public PartitionFacts now() throws IOException {
                return source.facts(partition);
            }

            @Override
            public String topicId() throws IOException {
                return source.topicId(partition);
            }

            @Override
            public OptionalLong announced() throws IOException {
                return source.announced(partition);
            }
        };
    }

    private void open(long now) throws IOException {
        PartitionWriter writer = opener.open(partition, facts(), Optional.ofNullable(held));
        held = writer.lastRecord();
        current = true;
        source.resumeAt(partition, writer.nextOffset());
        state = new Writing(writer, writer.committedOffset());
        verifiedAt = now;
        if (unreadAt < 0) {
            // Otherwise that the store answers is no news: what is waited for comes with the records.
            outages.up(partition);
        }
        LOG.info("Partition taken over: partition={} next_offset={}", partition, writer.nextOffset());
    }

    /** Reading cannot go on from where it is: look at what Kafka has, as at the beginning. */
    void unreadable(IOException cause) {
        attempt(() -> {
            throw cause;
        });
    }

    /** Commits what there is if reading has come to this offset; true if all before it is committed. */
    boolean commitUpTo(long end) {
        if (!(state instanceof Writing writing)) {
            return false;
        }
        PartitionWriter writer = writing.writer();
        attempt(() -> {
            if (writer.nextOffset() >= end) {
                writer.commit();
            }
        });
        return state instanceof Writing && writer.committedOffset() >= end;
    }

    /**
     * Up to where the partition is committed; empty while that is not known. After a failure it is not: somebody else may have
     * gone on, and the group, told of an older end, would believe in a root that begins anew.
     */
    Optional<RecordSource.Committed> committed() {
        CommitRecord last = state instanceof Writing writing ? writing.writer().lastRecord() : held;
        return Optional.ofNullable(last)
                .filter(known -> current)
                .map(record -> new RecordSource.Committed(record.identity().topicId(), record.nextOffset()));
    }

    /** Commits and leaves; false if the last batch could not be committed. Only errors of the JVM are thrown. */
    boolean close() {
        outages.left(partition);
        events.released(partition);
        if (!(state instanceof Writing writing)) {
            // What was read before the failure is not stored, or stored where readers do not look.
            return failures == 0;
        }
        state = new Waiting(Long.MAX_VALUE);
        held = writing.writer().lastRecord();
        current = false;
        try {
            writing.writer().commit();
            held = writing.writer().lastRecord();
            current = true;
        } catch (IOException | RuntimeException e) {
            if (e instanceof FencedException) {
                events.fenced(partition);
            }
            writing.writer().abandon();
            LOG.warn(
                    "The last batch of partition {} was not committed and will be read again: {}",
                    partition,
                    e.getMessage());
            return false;
        } catch (Error e) {
            writing.writer().abandon();
            throw e;
        }
        release(writing.writer());
        return true;
    }

    private void release(PartitionWriter writer) {
        try {
            writer.release();
        } catch (IOException | RuntimeException e) {
            // All is committed; an empty folder stays behind for the next owner to clean up.
            LOG.debug("The temporary folder of partition {} stays behind", partition, e);
        }
    }

    /** Leaves without a commit: somebody else owns the partition already. */
    void abandon() {
        outages.left(partition);
        events.released(partition);
        if (state instanceof Writing writing) {
            held = writing.writer().lastRecord();
            writing.writer().abandon();
        }
        current = false;
        state = new Waiting(Long.MAX_VALUE);
    }

    /** A step that may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
            if (state instanceof Writing writing && writing.writer().committedOffset() > writing.firstCommitted()) {
                failures = 0;
            }
        } catch (BadRecordStop e) {
            // What came before the record is whole and may still be committed.
            throw e;
        } catch (FencedException e) {
            events.fenced(partition);
            abandon();
            throw e;
        } catch (RuntimeException | Error e) {
            // Nothing is known about what was half done: it must be out of every later commit's reach.
            abandon();
            throw e;
        } catch (IOException e) {
            retryLater(e);
        }
    }

    private void retryLater(IOException cause) {
        unreadAt = -1;
        if (state instanceof Writing writing) {
            unreadAt = cause instanceof TryLaterException ? writing.writer().nextOffset() : -1;
            held = writing.writer().lastRecord();
            writing.writer().abandon();
            source.pause(partition);
        }
        current = false;
        failures++;
        // From now on, not from when the step began: one that fails slowly would be due again at once, for ever the
        // first.
        state = new Waiting(
                clock.monotonicMillis() + backoff.pause(failures, random).toMillis());
        events.retry(partition);
        if (mustEnd && cause instanceof RefusedException) {
            throw new StoppedException(
                    "partition " + partition + " cannot be stored to its end: " + cause.getMessage()
                            + ". Nothing is lost: once that is mended, the next run goes on from there",
                    cause);
        }
        outages.down(partition, cause);
        LOG.debug("Partition {} waits: {}", partition, cause.getMessage(), cause);
    }
}
