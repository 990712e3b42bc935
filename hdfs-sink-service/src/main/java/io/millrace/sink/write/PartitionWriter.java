package io.millrace.sink.write;

import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.commit.Tenure;
import io.millrace.sink.format.BadRecordException;
import io.millrace.sink.format.SourceRecord;
import io.millrace.sink.format.TopicFormat;
import io.millrace.sink.layout.FileNameValues;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.PartitionId;
import io.millrace.sink.port.RecordBatch;
import io.millrace.sink.port.StoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the records of one partition into files and commits them in batches, within one tenure. After any throwable but
 * a {@link BadRecordStop} it can only be abandoned: a step that did not return normally may have left a file, a column or
 * a count half-changed, and a commit would make that half true for ever.
 */
public final class PartitionWriter {
    /** Records between looks at a file's size: often enough for the caps, too rare to be felt. */
    private static final int CHECK_INTERVAL = 256;

    private final WriterContext context;
    private final PartitionId partition;
    private final Tenure tenure;
    private final TopicFormat format;
    private final FileStore store;
    private final FileBudget budget;
    private final RollRules rules;

    /** Open file by folder. A folder whose file was finished stays, with null, until the commit. */
    private final Map<String, OpenFile> folders = new HashMap<>();

    private final List<CommittedFile> finished = new ArrayList<>();
    private OpenFile current;
    private int untilCheck;
    private long nextOffset;
    private long finishedRows;
    private long finishedBytes;
    private long deadLetters;
    private long skipped;
    private long boundary = Long.MIN_VALUE;
    private long firstRecordAt = -1;
    private long lastRecordAt = -1;
    private IOException failure;
    /** A step is under way; stays true for ever once one did not return normally. */
    private boolean torn;

    public PartitionWriter(WriterContext context, PartitionId partition, Tenure tenure, long resumeAt) {
        this.context = context;
        this.partition = partition;
        this.tenure = tenure;
        this.format = context.format();
        this.store = context.store();
        this.budget = context.budget();
        this.rules = context.rules();
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

    /** Writes all records of a poll, committing in between where a rule says so. */
    public void write(RecordBatch batch, long now) throws IOException {
        begin();
        try {
            writeAll(batch, now);
        } catch (BadRecordStop orderly) {
            // Thrown before the record touched anything: what came before it is whole.
            torn = false;
            throw orderly;
        }
        torn = false;
    }

    private void writeAll(RecordBatch batch, long now) throws IOException {
        int size = batch.size();
        if (!hasUncommitted()) {
            firstRecordAt = now;
        }
        lastRecordAt = now;
        for (int i = 0; i < size; i++) {
            SourceRecord record = batch.record(i);
            long offset = record.offset();
            if (offset < nextOffset) {
                throw new StoppedException("partition " + partition + " delivered offset " + offset
                        + " where nothing before offset " + nextOffset + " may come");
            }
            String folder;
            try {
                folder = format.route(record);
            } catch (BadRecordException e) {
                bad(record, e);
                nextOffset = offset + 1;
                continue;
            }
            OpenFile file = current;
            // Formats return the same instance for the same folder: no comparing of characters here.
            if (file == null || file.folder != folder) {
                file = switchTo(folder, offset, now);
            }
            format.append(file.data);
            file.appended++;
            file.lastOffset = offset;
            nextOffset = offset + 1;
            if (--untilCheck <= 0) {
                check(file, now);
            }
        }
        nextOffset = Math.max(nextOffset, batch.nextOffset());
        if (current != null) {
            budget.update(current);
        }
        context.events().written(partition, size, nextOffset);
    }

    /** Commits if time says so. Call it every now and then. */
    public void tick(long now) throws IOException {
        boolean old = firstRecordAt >= 0 && now - firstRecordAt >= rules.ageMillis();
        boolean idle = lastRecordAt >= 0 && now - lastRecordAt >= rules.idleMillis();
        if (old || idle) {
            commit();
        } else {
            checkFailure();
        }
    }

    /**
     * Commits all that was written.
     *
     * @throws IllegalStateException if an earlier step did not return normally: nothing was committed
     */
    public void commit() throws IOException {
        begin();
        commitAll();
        torn = false;
    }

    private void begin() throws IOException {
        checkFailure();
        if (torn) {
            throw new IllegalStateException("the open batch of partition " + partition
                    + " is thrown away: writing it failed half-way, and what is half-written must never be committed");
        }
        torn = true;
    }

    private void commitAll() throws IOException {
        if (!hasUncommitted()) {
            return;
        }
        long started = System.nanoTime();
        for (OpenFile file : openFiles()) {
            finish(file);
        }
        if (deadLetters > 0) {
            context.deadLetters().flush();
        }
        long offsets = nextOffset - tenure.nextOffset();
        long absent = offsets - finishedRows - deadLetters - skipped;
        Counts counts = new Counts(finished.size(), finishedRows, finishedBytes, deadLetters, skipped, absent);
        CommitRecord record = tenure.commit(nextOffset, finished, counts);
        reset();
        context.events().committed(partition, record, (System.nanoTime() - started) / 1_000_000);
    }

    /** Throws away what was not committed. May be called after anything; does not throw. */
    public void abandon() {
        for (OpenFile file : openFiles()) {
            budget.closed(file);
            file.abandon();
        }
        reset();
        torn = true;
    }

    /** Leaves the partition behind tidily after the last commit. */
    public void release() throws IOException {
        tenure.release();
    }

    /** Called by the budget: this partition's file has to go, whoever needs the room. */
    void finishEarly(OpenFile file) {
        // Another partition's step runs this: whatever it throws, this partition's batch is not whole then.
        boolean before = torn;
        torn = true;
        try {
            finish(file);
            torn = before;
        } catch (IOException e) {
            // It is this partition's failure, not that of the one that needed room.
            failure = e;
            budget.closed(file);
            file.abandon();
        }
    }

    private OpenFile switchTo(String folder, long offset, long now) throws IOException {
        if (rules.eventTimeBoundary()) {
            long end = format.boundaryMillis();
            if (end > boundary) {
                if (boundary != Long.MIN_VALUE && hasUncommitted()) {
                    commitAll();
                    firstRecordAt = now;
                    lastRecordAt = now;
                }
                boundary = end;
            }
        }
        if (finished.size() >= rules.filesPerBatch()) {
            commitAll();
            firstRecordAt = now;
            lastRecordAt = now;
        }
        OpenFile file = folders.get(folder);
        if (file == null) {
            budget.makeRoom();
            String temporary = tenure.newTemporary(format.extension());
            file = new OpenFile(
                    this, folder, temporary, store.create(tenure.folder() + "/" + temporary), format, offset);
            folders.put(folder, file);
            budget.opened(file);
        } else {
            budget.touched(file);
        }
        if (current != null && current != file) {
            budget.update(current);
        }
        checkFailure();
        current = file;
        if (file.folder != folder) {
            // An equal folder in another instance: the open file keeps its own, later records compare again.
            untilCheck = 0;
        } else if (file.data.bytes() >= rules.bytes()) {
            // Folders that alternate faster than the interval would never be looked at otherwise.
            untilCheck = 1;
        } else {
            untilCheck = (int) Math.min(CHECK_INTERVAL, rowLimit() - file.data.rows());
        }
        return file;
    }

    private long rowLimit() {
        return Math.min(rules.records(), format.maxRowsPerFile());
    }

    private void check(OpenFile file, long now) throws IOException {
        budget.update(file);
        checkFailure();
        if (current != file) {
            return;
        }
        long rows = file.data.rows();
        if (rows >= rowLimit() || file.data.bytes() >= rules.bytes() || budget.isOver()) {
            finish(file);
            if (commitIsDue()) {
                commitAll();
                firstRecordAt = now;
                lastRecordAt = now;
            }
            return;
        }
        untilCheck = (int) Math.min(CHECK_INTERVAL, rowLimit() - rows);
    }

    /**
     * With one folder, a full file is a commit. With several, full files wait until the batch is worth one full file
     * per folder, or the small files of the other folders would be cut short each time.
     */
    private boolean commitIsDue() {
        if (finished.size() >= rules.filesPerBatch()) {
            return true;
        }
        long rows = finishedRows;
        long bytes = finishedBytes;
        for (OpenFile file : openFiles()) {
            rows += file.data.rows();
            bytes += file.data.bytes();
        }
        return rows / folders.size() >= rules.records() || bytes / folders.size() >= rules.bytes();
    }

    private void finish(OpenFile file) throws IOException {
        long fileNumber = tenure.last().totals().files() + finished.size();
        CommittedFile done = file.finish(
                (start, next) -> context.naming()
                        .name(new FileNameValues(partition.topic(), partition.partition(), start, next, fileNumber)),
                store,
                tenure.folder());
        budget.closed(file);
        folders.put(file.folder, null);
        if (current == file) {
            current = null;
        }
        finished.add(done);
        finishedRows += done.rows();
        finishedBytes += done.length();
    }

    private void bad(SourceRecord record, BadRecordException e) throws IOException {
        switch (context.badRecords()) {
            case DEAD_LETTER -> {
                context.deadLetters().send(record, e.getMessage());
                deadLetters++;
                context.events().refused(partition, record.offset(), BadRecords.DEAD_LETTER, e.getMessage());
            }
            case SKIP -> {
                skipped++;
                context.events().refused(partition, record.offset(), BadRecords.SKIP, e.getMessage());
            }
            case STOP -> throw new BadRecordStop(partition, record.offset(), e.getMessage());
        }
    }

    private List<OpenFile> openFiles() {
        List<OpenFile> open = new ArrayList<>(folders.size());
        for (OpenFile file : folders.values()) {
            if (file != null) {
                open.add(file);
            }
        }
        return open;
    }

    private void reset() {
        folders.clear();
        finished.clear();
        current = null;
        finishedRows = 0;
        finishedBytes = 0;
        deadLetters = 0;
        skipped = 0;
        firstRecordAt = -1;
        lastRecordAt = -1;
    }

    private void checkFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
