package io.millrace.sink.write;

import io.millrace.formats.TopicFormat;
import io.millrace.record.BadRecordException;
import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import io.millrace.sink.commit.RollReason;
import io.millrace.sink.commit.Tenure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folders of a partition's open batch: their open files, and the rows of those that have none. */
final class BatchFiles {
    private final WriterContext context;
    private final PartitionId partition;
    private final Tenure tenure;
    private final Batch batch;
    private final Wholeness wholeness;
    private final TopicFormat format;
    private final MemoryBudget budget;
    private final RollRules rules;
    private final long rowLimit;
    private final Map<String, BatchFolder> folders = new HashMap<>();
    private final WaitingRows waiting;
    private final WaitingPart waitingPart;
    private final ClosingFiles closing;
    /** The folder of the last record, or null. */
    private BatchFolder current;

    private int openFiles;
    private int unchecked;
    /** What an empty file holds, as far as it is known. */
    private long emptyFileBytes;

    BatchFiles(WriterContext context, PartitionId partition, Tenure tenure, Batch batch, Wholeness wholeness) {
        this.context = context;
        this.partition = partition;
        this.tenure = tenure;
        this.batch = batch;
        this.wholeness = wholeness;
        this.format = context.format();
        this.budget = context.budget();
        this.rules = context.rules();
        this.rowLimit = Math.min(rules.records(), format.maxRowsPerFile());
        this.closing = new ClosingFiles(context, partition, tenure, batch);
        this.waiting = new WaitingRows(context.spillSpace());
        this.waitingPart = new WaitingPart(partition, waiting, wholeness, budget);
    }

    BatchFolder current() {
        return current;
    }

    /** True if the batch should be committed whatever the rules say. */
    boolean wantsCommit() {
        return waitingPart.wantsCommit();
    }

    /** How many files the batch will have at least. */
    int files() {
        return batch.files().size() + openFiles + waiting.folders();
    }

    /**
     * Makes the folder the current one. Its rows may be appended or wait then, unless it is new to the batch or its last file
     * is finished: then {@link #begin} comes first.
     *
     * @return true if a record can be added
     */
    boolean switchTo(String name) throws IOException {
        if (current != null && current.file != null) {
            budget.update(current.file);
        }
        BatchFolder folder = folders.get(name);
        if (folder != null && folder.file != null && folder.file.data.bytes() >= rules.bytes()) {
            // Folders that alternate fast would never be looked at otherwise.
            finish(folder.file);
        }
        current = folder;
        return folder != null && (folder.file != null || folder.isWaiting());
    }

    /** Begins a file for the folder, or has its rows wait. */
    void begin(String name, long offset) throws IOException {
        BatchFolder folder = folders.computeIfAbsent(name, BatchFolder::new);
        if (format.maxRowsPerFile() == 1 || budget.mayOpen(emptyFileBytes)) {
            open(folder, offset);
        } else {
            folder.waitAs(waiting.addFolder(folder.name));
        }
        current = folder;
    }

    private void open(BatchFolder folder, long offset) throws IOException {
        String temporary = tenure.newTemporary(format.extension());
        OpenFile file = new OpenFile(
                this,
                folder.name,
                temporary,
                context.store().create(tenure.folder() + "/" + temporary),
                format,
                offset);
        folder.file = file;
        openFiles++;
        budget.opened(file);
        emptyFileBytes = file.budgeted;
    }

    /**
     * Makes room for the huge record that was routed last. Files may be finished for that, the record's own too.
     *
     * @throws IOException if this partition's own part of that failed
     */
    void makeRoom(long offset) throws IOException {
        BatchFolder folder = current;
        // A line needs nothing more in its file, but it does where it waits.
        budget.makeRoom(folder.isWaiting() ? Math.max(format.neededBytes(), format.keptBytes()) : format.neededBytes());
        wholeness.check();
        if (folder.file == null && !folder.isWaiting()) {
            open(folder, offset);
            current = folder;
        }
    }

    /** Bytes that the record that was routed last adds where it goes: columns of small values can take many times their value. */
    int addedBytes() {
        return current.isWaiting() ? Math.max(format.storedBytes(), WaitingRow.length(format)) : format.storedBytes();
    }

    /** Adds the record that was routed last to the current folder. */
    void add(long offset) throws IOException {
        current.latest = Math.max(current.latest, format.eventMillis());
        if (current.file == null) {
            waiting.add(current.waiting(), offset, format);
        } else {
            append(current.file, offset);
        }
    }

    private void append(OpenFile file, long offset) throws IOException {
        file.data.append();
        file.appended++;
        file.lastOffset = offset;
    }

    /** True if the current file has as many rows as it may have. */
    boolean hasAllRows() {
        return current.file != null && current.file.appended >= rowLimit;
    }

    /** Looks at what is held and at the current file; says why the batch should be committed now, or nothing. */
    Optional<RollReason> check() throws IOException {
        if (!waiting.isEmpty()) {
            budget.update(waitingPart);
        }
        OpenFile file = current == null ? null : current.file;
        if (file != null) {
            budget.update(file);
        }
        budget.relieve();
        if (!waiting.isEmpty()) {
            budget.relieveDisk();
        }
        wholeness.check();
        boolean full = false;
        if (current != null && current.file == file && file != null) {
            full = isFull(file);
            if (full) {
                finish(file);
            }
        }
        if (wantsCommit()) {
            return Optional.of(RollReason.MEMORY);
        }
        return full || !waiting.isEmpty() ? worthACommit() : Optional.empty();
    }

    private boolean isFull(OpenFile file) {
        return file.appended >= rowLimit || file.data.bytes() >= rules.bytes();
    }

    /**
     * With one folder, a full file is a commit. With several, full files wait until the batch is worth one full file
     * per folder, or the small files of the other folders would be cut short each time.
     */
    private Optional<RollReason> worthACommit() {
        if (batch.files().size() >= rules.filesPerBatch()) {
            return Optional.of(RollReason.FILES);
        }
        long rows = batch.rows() + waiting.rows();
        long bytes = batch.bytes() + waiting.bytes();
        for (OpenFile file : openFiles()) {
            rows += file.data.rows();
            bytes += file.data.bytes();
        }
        if (rows / folders.size() >= rules.records()) {
            return Optional.of(RollReason.RECORDS);
        }
        return bytes / folders.size() >= rules.bytes() ? Optional.of(RollReason.SIZE) : Optional.empty();
    }

    /** Finishes all files, and writes those of the rows that waited, one folder after the other. */
    void finishAll() throws IOException {
        for (OpenFile file : openFiles()) {
            finishMeanwhile(file);
        }
        current = null;
        if (!waiting.isEmpty()) {
            waiting.forEach(this::write, budget.readBytes());
            if (current != null) {
                finishMeanwhile(current.file);
            }
            waitingPart.clear();
        }
        closing.await();
    }

    /**
     * Routes a record again that is to be added, and that was good before.
     *
     * @throws IllegalStateException if it is not good now, which a format never says
     * @throws IOException if whether it is good cannot be said now
     */
    void routeAgain(SourceRecord record) throws IOException {
        try {
            format.route(record);
        } catch (BadRecordException e) {
            throw new IllegalStateException("record " + partition + " offset " + record.offset()
                    + " was good when it came and is not after a commit: " + e.getMessage());
        }
    }

    private void write(String name, WaitingRow row) throws IOException {
        BatchFolder folder = current;
        if (folder == null || folder.name != name) {
            if (folder != null) {
                finishMeanwhile(folder.file);
            }
            folder = folders.get(name);
        }
        // A file gets the columns of the record that the format has last.
        row.restore(format, partition.partition());
        if (folder != current) {
            open(folder, row.offset());
            current = folder;
        }
        int bytes = row.length();
        if (bytes >= PartitionWriter.HUGE) {
            budget.makeRoom(format.neededBytes());
            wholeness.check();
            if (folder.file == null) {
                open(folder, row.offset());
                current = folder;
            }
        }
        OpenFile file = folder.file;
        append(file, row.offset());
        unchecked += PartitionWriter.weight(bytes);
        if (unchecked >= PartitionWriter.CHECK_INTERVAL) {
            unchecked = 0;
            format.release();
            budget.update(file);
            budget.relieve();
            wholeness.check();
            if (isFull(file)) {
                finishMeanwhile(file);
            }
        } else if (file.appended >= rowLimit) {
            finishMeanwhile(file);
        }
    }

    private void finish(OpenFile file) throws IOException {
        file.latest = folders.get(file.folder).latest;
        closing.close(file);
        closed(file);
    }

    /** The same, except that it is closed while others are written. */
    private void finishMeanwhile(OpenFile file) throws IOException {
        file.latest = folders.get(file.folder).latest;
        closing.begin(file);
        closed(file);
    }

    private void closed(OpenFile file) {
        budget.closed(file);
        BatchFolder folder = folders.get(file.folder);
        folder.file = null;
        openFiles--;
        if (current == folder) {
            current = null;
        }
    }

    /** Called by the budget: the file has to go, whoever needs the room. */
    void finishEarly(OpenFile file) {
        early(() -> finish(file), file);
    }

    /** Called by the budget: what the file buffers has to be written, whoever needs the room. */
    void flushEarly(OpenFile file) {
        if (early(file.data::flush, file)) {
            budget.update(file);
        }
    }

    private boolean early(Wholeness.Step step, OpenFile file) {
        boolean done = wholeness.within(step);
        if (!done) {
            closed(file);
            file.abandon();
        }
        return done;
    }

    private List<OpenFile> openFiles() {
        List<OpenFile> open = new ArrayList<>(openFiles);
        for (BatchFolder folder : folders.values()) {
            if (folder.file != null) {
                open.add(folder.file);
            }
        }
        return open;
    }

    /** Throws away all files that are not finished. */
    void abandon() {
        for (OpenFile file : openFiles()) {
            budget.closed(file);
            file.abandon();
        }
        reset();
    }

    /** The batch is over. */
    void reset() {
        closing.forget();
        folders.clear();
        waitingPart.clear();
        current = null;
        openFiles = 0;
    }
}
