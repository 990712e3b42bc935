package io.millrace.sink.write;

import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormat;
import io.millrace.record.BadRecordException;
import io.millrace.record.PartitionId;
import io.millrace.record.RowDeletedException;
import io.millrace.record.SourceRecord;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.commit.RollReason;
import io.millrace.sink.commit.Tenure;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.Optional;

/**
 * Writes the records of one partition into files and commits them in batches, within one tenure. After any throwable but
 * a {@link BadRecordStop} it can only be abandoned: a step that did not return normally may have left a file, a column or
 * a count half-changed, and a commit would make that half true for ever.
 */
public final class PartitionWriter {
    /** Records between looks at sizes: often enough for the caps, too rare to be felt. */
    static final int CHECK_INTERVAL = 256;
    /** Values from this size on have room made for them first. */
    static final int HUGE = 64 << 10;
    /** A value's bytes, shifted by so much, count as records more: 1 MiB of values is looked at too, however few they are. */
    private static final int BYTES_OF_A_RECORD_SHIFT = 12;

    private final WriterContext context;
    private final PartitionId partition;
    private final Tenure tenure;
    private final TopicFormat format;
    private final RollRules rules;
    private final Batch batch = new Batch();
    private final Wholeness wholeness;
    private final BatchFiles files;
    private int unchecked;
    private long nextOffset;
    private long boundary = Long.MIN_VALUE;

    public PartitionWriter(WriterContext context, PartitionId partition, Tenure tenure, long resumeAt) {
        this.context = context;
        this.partition = partition;
        this.tenure = tenure;
        this.format = context.format();
        this.rules = context.rules();
        this.wholeness = new Wholeness(partition);
        this.files = new BatchFiles(context, partition, tenure, batch, wholeness);
        this.nextOffset = resumeAt;
    }

    /** The offset after the last record that was written, committed or not. */
    public long nextOffset() {
        return nextOffset;
    }

    /** The offset after the last committed record. */
    public long committedOffset() {
        return tenure.nextOffset();
    }

    /** The last record that this writer's tenure has published. */
    public CommitRecord lastRecord() {
        return tenure.last();
    }

    /** Looks whether the tenure still stands; see {@link Tenure#verify}. */
    public void verify() throws IOException {
        tenure.verify();
    }

    /** True if a commit would say something new. */
    public boolean hasUncommitted() {
        return nextOffset > tenure.nextOffset();
    }

    /** How many records a value of this many bytes counts as, for how often sizes are looked at. */
    static int weight(int bytes) {
        return 1 + (bytes >> BYTES_OF_A_RECORD_SHIFT);
    }

    /** Writes all records of a poll, committing in between where a rule says so. */
    public void write(RecordBatch records, long now) throws IOException {
        wholeness.begin();
        try {
            writeAll(records, now);
        } catch (BadRecordStop orderly) {
            // Thrown before the record touched anything: what came before it is whole.
            wholeness.end();
            throw orderly;
        }
        wholeness.end();
    }

    private void writeAll(RecordBatch records, long now) throws IOException {
        int size = records.size();
        batch.records(now, !hasUncommitted());
        for (int i = 0; i < size; i++) {
            SourceRecord record = records.record(i);
            long offset = record.offset();
            if (offset < nextOffset) {
                throw new StoppedException("partition " + partition + " delivered offset " + offset
                        + " where nothing before offset " + nextOffset + " may come");
            }
            if (record.value() == null && context.tombstones() == Tombstones.SKIP) {
                batch.tombstone();
                nextOffset = offset + 1;
                continue;
            }
            String name;
            try {
                if (hasUncommitted() && format.changesColumns(record)) {
                    // Rows wait in the columns that they were decoded into.
                    commitInBetween(RollReason.COLUMNS, now);
                }
                name = format.route(record);
            } catch (BadRecordException e) {
                if (e instanceof RowDeletedException && context.tombstones() == Tombstones.SKIP) {
                    batch.tombstone();
                } else {
                    bad(record, e);
                }
                nextOffset = offset + 1;
                continue;
            }
            BatchFolder folder = files.current();
            // Formats return the same instance for the same folder: no comparing of characters here.
            if (folder == null || folder.name != name) {
                switchTo(name, record, now);
            }
            int bytes = files.addedBytes();
            if (bytes >= HUGE) {
                files.makeRoom(offset);
            }
            files.add(offset);
            nextOffset = offset + 1;
            unchecked += weight(bytes);
            if (unchecked >= CHECK_INTERVAL || files.hasAllRows()) {
                check(now);
            }
        }
        format.release();
        nextOffset = Math.max(nextOffset, records.nextOffset());
        check(now);
        context.events().written(partition, size, nextOffset);
    }

    private void check(long now) throws IOException {
        unchecked = 0;
        Optional<RollReason> full = files.check();
        if (full.isPresent()) {
            commitInBetween(full.get(), now);
        }
    }

    /** Commits if time says so. Call it every now and then. */
    public void tick(long now) throws IOException {
        Optional<RollReason> due = files.wantsCommit() ? Optional.of(RollReason.MEMORY) : batch.due(rules, now);
        if (due.isPresent()) {
            commit(due.get());
        } else {
            wholeness.check();
        }
    }

    /**
     * Commits all that was written.
     *
     * @param reason why now
     * @throws IllegalStateException if an earlier step did not return normally: nothing was committed
     */
    public void commit(RollReason reason) throws IOException {
        wholeness.begin();
        commitAll(reason);
        wholeness.end();
    }

    private void commitAll(RollReason reason) throws IOException {
        if (!hasUncommitted()) {
            return;
        }
        long started = System.nanoTime();
        files.finishAll();
        if (batch.hasDeadLetters()) {
            context.deadLetters().flush(partition);
        }
        Counts counts = batch.counts(nextOffset - tenure.nextOffset());
        CommitRecord before = tenure.last();
        try {
            tenure.commit(nextOffset, batch.files(), counts, reason);
        } finally {
            // Also where moving its files failed: true it is, and the next takeover goes on behind it.
            if (tenure.last() != before) {
                context.events().committed(partition, tenure.last(), (System.nanoTime() - started) / 1_000_000);
            }
        }
        files.reset();
        batch.reset();
    }

    private void commitInBetween(RollReason reason, long now) throws IOException {
        commitAll(reason);
        batch.records(now, true);
    }

    /** Throws away what was not committed. May be called after anything; does not throw. */
    public void abandon() {
        files.abandon();
        context.deadLetters().forget(partition);
        batch.reset();
        wholeness.tear();
    }

    /** Leaves the partition behind tidily after the last commit. */
    public void release() throws IOException {
        tenure.release();
    }

    /** Has a file or a place to wait for the record that was routed last. */
    private void switchTo(String name, SourceRecord record, long now) throws IOException {
        boolean committed = false;
        if (rules.eventTimeBoundary()) {
            long end = format.boundaryMillis();
            if (end > boundary) {
                if (boundary != Long.MIN_VALUE && hasUncommitted()) {
                    commitInBetween(RollReason.EVENT_TIME, now);
                    committed = true;
                }
                boundary = end;
            }
        }
        if (!files.switchTo(name)) {
            if (files.files() >= rules.filesPerBatch()) {
                commitInBetween(RollReason.FILES, now);
                committed = true;
            }
            files.begin(name, record.offset());
        }
        wholeness.check();
        if (committed) {
            // A commit writes rows that waited, so that the format has the last of them and no longer this one.
            files.routeAgain(record);
        }
    }

    private void bad(SourceRecord record, BadRecordException e) throws IOException {
        switch (context.badRecords()) {
            case DEAD_LETTER -> {
                context.deadLetters().send(record, tenure.last().identity().topicId(), e.getMessage());
                batch.deadLetter();
                context.events().refused(partition, record.offset(), BadRecords.DEAD_LETTER, e.getMessage());
            }
            case SKIP -> {
                batch.skipped();
                context.events().refused(partition, record.offset(), BadRecords.SKIP, e.getMessage());
            }
            case STOP -> throw new BadRecordStop(partition, record.offset(), e.getMessage());
        }
    }
}
