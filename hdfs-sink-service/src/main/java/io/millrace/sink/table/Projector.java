package io.millrace.sink.table;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LetGo;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.port.FileInfo;
import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies to a table what the commit logs say: records in their order, files that are in place, each once. Knows nothing from
 * one step to the next that the table does not say itself, so that it may die, be late or work beside others at any
 * moment.
 *
 * <p>Not thread-safe.
 */
public final class Projector {
    /** In one step: the footers of so many files are held in memory, beside a sink that plans without them. */
    public static final int MOST_FILES = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    private final StoredLogs logs;
    private final TargetTable table;
    private final int mostFiles;
    private final Removals removals;
    private final TableNotes notes;
    private final Set<String> noted = new HashSet<>();
    /** Records without files are not worth a snapshot; what was read of them is not read again. */
    private final Map<PartitionId, Skipped> skipped = new HashMap<>();
    /** Files behind the cursor that were let go before the table had them. */
    private final Map<PartitionId, LetGo> letGo = new HashMap<>();

    private record Skipped(Optional<TablePosition> behind, CommitRecord last) {}

    /** @param mostFiles in one step, about: a record's files stay together */
    public Projector(StoredLogs logs, TargetTable table, int mostFiles) {
        this.logs = logs;
        this.table = table;
        this.mostFiles = mostFiles;
        this.removals = new Removals(logs);
        this.notes = new TableNotes(logs.store(), logs.root());
    }

    /**
     * One step: takes out what was let go, or adds what is in place now, or the first part of it.
     *
     * @throws OvertakenException if another projector has moved the table meanwhile
     * @throws TableRefusedException if somebody has to do something first
     */
    public Applied step() throws IOException, OvertakenException {
        TableCursor from = table.cursor();
        checkRoot(from);
        Optional<Applied> removed = from.equals(TableCursor.NONE) ? Optional.empty() : remove(from);
        if (removed.isPresent()) {
            return removed.get();
        }
        Step step = collect(from, mostFiles);
        if (!step.files.isEmpty()) {
            note(step.positions.keySet());
            table.append(from, step.files, from.with(logs.root(), step.positions));
            skipped.clear();
        }
        step.tellGone();
        return step.applied();
    }

    /**
     * Takes out what was let go, and adds nothing: one step, or the first part of it.
     *
     * @throws TableRefusedException if there is no such table, or if somebody has to do something first
     */
    public Applied removeStep() throws IOException, OvertakenException {
        TableCursor from = table.cursor();
        checkRoot(from);
        if (from.equals(TableCursor.NONE)) {
            throw new TableRefusedException(
                    "there is no such table with files of this root in the catalog; is it" + " another catalog?");
        }
        return remove(from).orElse(new Applied(0, 0, 0, 0, false));
    }

    private Optional<Applied> remove(TableCursor from) throws IOException, OvertakenException {
        Optional<Removals.Found> found = removals.behind(from);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int removed = table.remove(
                from, found.get().paths(), from.with(logs.root(), found.get().positions()));
        skipped.clear();
        return Optional.of(new Applied(0, 0, 0, removed, true));
    }

    /**
     * Makes the table anew from the logs alone: what it held, whoever wrote it, is replaced by the first part of what they say. The
     * rest is the next steps'.
     */
    public Applied rebuild() throws IOException, OvertakenException {
        skipped.clear();
        TableCursor from = table.cursor();
        Step step = collect(TableCursor.NONE, mostFiles);
        note(step.positions.keySet());
        table.replace(from, step.files, TableCursor.NONE.with(logs.root(), step.positions));
        step.tellGone();
        return step.applied();
    }

    /** Who deletes files has to know whose they are. */
    private void note(Set<PartitionId> partitions) throws IOException {
        for (PartitionId partition : partitions) {
            if (noted.contains(partition.topic())) {
                continue;
            }
            try {
                notes.note(partition.topic(), table.name());
            } catch (RefusedException readOnly) {
                LOG.warn(
                        "Cannot note below '{}' that {} has the files of topic {}: whoever lets files expire is not"
                                + " told. {}",
                        logs.root(),
                        table.name(),
                        partition.topic(),
                        readOnly.getMessage());
            }
            noted.add(partition.topic());
        }
    }

    /** How far the table is behind each partition's log. */
    public List<PartitionLag> lag() throws IOException {
        TableCursor from = table.cursor();
        checkRoot(from);
        List<PartitionLag> all = new ArrayList<>();
        for (PartitionId partition : logs.partitions()) {
            Optional<TablePosition> applied =
                    Optional.ofNullable(from.positions().get(partition));
            LogHistory history = logs.history(partition);
            Optional<LogHistory.State> state = history.state();
            long after = check(partition, applied, state);
            if (state.isEmpty()) {
                continue;
            }
            CommitRecord last = state.get().last();
            Optional<CommitRecord> next = history.read(after, last.sequence(), 1).stream()
                    .filter(record -> !record.files().isEmpty())
                    .findFirst();
            long begun = applied.map(TablePosition::nextOffset).orElse(last.firstOffset());
            all.add(new PartitionLag(
                    partition,
                    applied,
                    last.nextOffset(),
                    next.isEmpty() ? 0 : last.nextOffset() - begun,
                    next.map(CommitRecord::time)));
        }
        return all;
    }

    private void checkRoot(TableCursor cursor) throws TableRefusedException {
        if (cursor.equals(TableCursor.UNKNOWN)) {
            throw new TableRefusedException(
                    "the snapshots that said how far the table has come were expired, and it was"
                            + " rolled back or branched off since; make it anew with tables --rebuild");
        }
        if (!cursor.root().isEmpty() && !cursor.root().equals(logs.root())) {
            throw new TableRefusedException("the table holds what was stored below '" + cursor.root()
                    + "', and the root is '" + logs.root()
                    + "'; give that root, another table, or make the table anew with tables --rebuild");
        }
    }

    /** What one step found. */
    private static final class Step {
        final List<TableFile> files = new ArrayList<>();
        final SortedMap<PartitionId, TablePosition> positions = new TreeMap<>();
        final List<String> gone = new ArrayList<>();
        long rows;
        boolean more;

        Applied applied() {
            return new Applied(files.size(), rows, gone.size(), 0, more);
        }

        /** Once they are behind the cursor: before, the next try tells them again. */
        void tellGone() {
            gone.forEach(path -> LOG.warn(
                    "File '{}' was committed and in place, and is not there any more: the table does without it",
                    path));
        }
    }

    private Step collect(TableCursor from, int most) throws IOException {
        Step step = new Step();
        for (PartitionId partition : logs.partitions()) {
            int left = most - step.files.size();
            if (left <= 0) {
                step.more = true;
                break;
            }
            collect(partition, Optional.ofNullable(from.positions().get(partition)), left, step);
        }
        return step;
    }

    private void collect(PartitionId partition, Optional<TablePosition> applied, int most, Step step)
            throws IOException {
        LogHistory history = logs.history(partition);
        Optional<LogHistory.State> state = history.state();
        long after = check(partition, applied, state);
        if (state.isEmpty()) {
            return;
        }
        Optional<TablePosition> behind = applied;
        LetGo gone = letGo.computeIfAbsent(partition, made -> new LetGo(logs.upkeep(made)));
        gone.refresh(after);
        // Before anything is added: what is let go from now on is taken out by a later step.
        long upkeep = applied.map(TablePosition::upkeep).orElse(gone.last());
        Optional<CommitRecord> known = skipped(partition, applied, history, state.get());
        if (known.isPresent()) {
            after = known.get().sequence();
            // What it had let go then is let go now.
            behind = Optional.of(position(known.get(), upkeep));
            step.positions.put(partition, behind.get());
        }
        List<CommitRecord> records = history.read(after, state.get().inPlace(), most);
        if (records.isEmpty()) {
            return;
        }
        checkFollows(partition, behind, records.get(0));
        int before = step.files.size();
        for (CommitRecord record : records) {
            for (CommittedFile file : record.files()) {
                add(file, gone, record.sequence() - 1, step);
            }
        }
        CommitRecord last = records.get(records.size() - 1);
        step.positions.put(partition, position(last, upkeep));
        if (step.files.size() == before) {
            skipped.put(partition, new Skipped(applied, last));
        }
        step.more |= last.sequence() < state.get().inPlace();
    }

    private static TablePosition position(CommitRecord last, long upkeep) {
        return new TablePosition(last.identity().topicId(), last.sequence(), last.nextOffset(), upkeep);
    }

    /** The last record that was read and brought no files, if the log still has it: another log may be there by now. */
    private Optional<CommitRecord> skipped(
            PartitionId partition, Optional<TablePosition> applied, LogHistory history, LogHistory.State state)
            throws IOException {
        Skipped known = skipped.get(partition);
        if (known == null || !known.behind.equals(applied) || known.last.sequence() > state.inPlace()) {
            return Optional.empty();
        }
        long sequence = known.last.sequence();
        return history.read(sequence - 1, sequence, 1).stream()
                .filter(known.last::equals)
                .findFirst();
    }

    private void add(CommittedFile file, LetGo letGone, long behind, Step step) throws IOException {
        if (letGone.names(file.path())) {
            return;
        }
        String path = logs.root() + "/" + file.path();
        Optional<FileInfo> there = logs.store().stat(path);
        if (there.isEmpty()) {
            // It may have been let go a moment ago.
            letGone.refresh(behind);
            if (!letGone.names(file.path())) {
                checkIsNoPart(letGone, file);
                step.gone.add(path);
            }
            return;
        }
        if (there.get().length() != file.length()) {
            throw new TableRefusedException("file '" + path + "' has "
                    + there.get().length() + " bytes, and " + file.length()
                    + " were committed; run audit to see what else was changed");
        }
        step.files.add(new TableFile(path, file.length(), file.rows()));
        step.rows += file.rows();
    }

    /** Files of lines, which no table takes, are refused all the same once they are in a large one. */
    private static void checkIsNoPart(LetGo letGone, CommittedFile file) throws TableRefusedException {
        Optional<LargeFile> large = letGone.large().of(file.path());
        if (large.isPresent()) {
            throw new TableRefusedException("file '" + file.path() + "' is a part of '"
                    + large.get().path()
                    + "' now: a table takes no files of lines");
        }
    }

    /** Returns the sequence number behind which the log is to be read, if it is the log that was applied. */
    static long check(PartitionId partition, Optional<TablePosition> applied, Optional<LogHistory.State> state)
            throws TableRefusedException {
        if (applied.isEmpty()) {
            return -1;
        }
        TablePosition position = applied.get();
        String stands = "the table has taken the commit log of " + partition + " up to record " + position.sequence();
        if (state.isEmpty()) {
            throw new TableRefusedException(stands + ", and there is no such log any more; put it back, or make the"
                    + " table anew with tables --rebuild");
        }
        CommitRecord last = state.get().last();
        if (!last.identity().topicId().equals(position.topicId())) {
            throw new TableRefusedException(stands + " of topic id " + position.topicId() + ", and the log belongs to "
                    + last.identity().topicId() + "; give another table, or make it anew with tables --rebuild");
        }
        if (position.sequence() > last.sequence()) {
            throw new TableRefusedException(stands + ", and the log ends at record " + last.sequence()
                    + "; run audit, and make the table anew with tables --rebuild if that is right");
        }
        return position.sequence();
    }

    private static void checkFollows(PartitionId partition, Optional<TablePosition> behind, CommitRecord first)
            throws TableRefusedException {
        if (behind.isPresent() && behind.get().nextOffset() != first.startOffset()) {
            throw new TableRefusedException("the table has taken the commit log of " + partition + " up to offset "
                    + behind.get().nextOffset() + ", and its record " + first.sequence() + " begins at "
                    + first.startOffset() + ": it is another log; make the table anew with tables --rebuild");
        }
    }
}
