package io.millrace.console.landed;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LetGo;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.RollReason;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads commit logs. Thread-safe. */
public final class LogLook {
    private static final int MOST_FILES = 100_000;
    /** Of one record, which may name thousands. */
    private static final int MOST_SHOWN_FILES = 500;

    private final Hdfs hdfs;

    public LogLook(Hdfs hdfs) {
        this.hdfs = hdfs;
    }

    /**
     * A record of a commit log.
     *
     * @param reason why a batch was committed when it was; null for a claim, or where the release that wrote it did not say
     */
    public record LogRecord(
            long sequence,
            String kind,
            long time,
            String owner,
            long startOffset,
            long nextOffset,
            long rows,
            long deadLetters,
            long skipped,
            String reason,
            List<LogFile> files) {
        public LogRecord {
            files = List.copyOf(files);
        }
    }

    /** A file that a record names; the path is relative to the root. */
    public record LogFile(String path, long rows, long length, long firstOffset, long lastOffset) {}

    /**
     * Where one offset is in one root.
     *
     * @param state in words: {@code stored}, {@code not yet}, {@code before the log}, {@code skipped or dead letter}, or that its file was
     *     let go, by whom and why
     * @param path as the commit names it, relative to the root
     * @param file whole path of the file that holds it now, which may be one that small ones became; null if none does
     * @param candidates files of its batch that may hold it: one, unless the batch wrote to several folders at once
     */
    public record Landed(
            String root,
            String state,
            String path,
            String file,
            Long rows,
            Long length,
            Long firstOffset,
            Long lastOffset,
            Long sequence,
            Long committed,
            String owner,
            int candidates) {
        private static Landed nowhere(String root, String state) {
            return new Landed(root, state, null, null, null, null, null, null, null, null, null, 0);
        }
    }

    /** The records before a sequence number, newest first. */
    public List<LogRecord> records(String root, PartitionId partition, long before, int most) throws IOException {
        LogHistory history = RootsLook.history(hdfs.store(), root, partition);
        Optional<LogHistory.State> state = history.state();
        if (state.isEmpty()) {
            return List.of();
        }
        long last = Math.min(state.get().last().sequence(), before - 1);
        long first = Math.max(0, last - most + 1);
        List<LogRecord> records = new ArrayList<>();
        if (last >= first) {
            history.read(first - 1, last, MOST_FILES).forEach(record -> records.add(shown(record)));
        }
        Collections.reverse(records);
        return records;
    }

    /** Where the record of this offset landed, in each root that stores its topic. */
    public List<Landed> landed(List<String> roots, PartitionId partition, long offset) throws IOException {
        FileStore store = hdfs.store();
        List<Landed> all = new ArrayList<>();
        for (String root : roots) {
            try {
                LogHistory history = RootsLook.history(store, root, partition);
                Optional<LogHistory.State> state = history.state();
                if (state.isPresent()) {
                    Upkept upkept = new Upkept(
                            new UpkeepLog(store, new PartitionFolders(root, partition.topic(), partition.partition())));
                    all.addAll(landed(root, history, state.get(), offset, upkept));
                }
            } catch (DamagedLogException e) {
                all.add(Landed.nowhere(root, "unknown: " + e.getMessage()));
            }
        }
        return all;
    }

    private static List<Landed> landed(
            String root, LogHistory history, LogHistory.State state, long offset, Upkept upkept) throws IOException {
        CommitRecord last = state.last();
        if (offset >= last.nextOffset()) {
            return List.of(Landed.nowhere(root, "not yet"));
        }
        if (offset < last.firstOffset()) {
            return List.of(Landed.nowhere(root, "before the log"));
        }
        CommitRecord batch = batch(history, last, offset);
        List<CommittedFile> files = batch.files().stream()
                .filter(file -> file.firstOffset() <= offset && offset <= file.lastOffset())
                .toList();
        if (files.isEmpty()) {
            return List.of(Landed.nowhere(root, "skipped or dead letter"));
        }
        upkept.read(batch.sequence());
        return files.stream()
                .limit(MOST_SHOWN_FILES)
                .map(file -> new Landed(
                        root,
                        upkept.state(file.path()),
                        file.path(),
                        upkept.isLetGo(file.path()) ? null : root + "/" + upkept.path(file.path()),
                        file.rows(),
                        file.length(),
                        file.firstOffset(),
                        file.lastOffset(),
                        batch.sequence(),
                        batch.time().toEpochMilli(),
                        batch.owner(),
                        files.size()))
                .toList();
    }

    /** What was done to files after their commit. */
    private static final class Upkept {
        private final LetGo letGo;

        Upkept(UpkeepLog log) {
            this.letGo = new LetGo(log);
        }

        /** Reads what is said of files of this commit. */
        void read(long commit) throws IOException {
            letGo.refresh(commit - 1);
        }

        boolean isLetGo(String path) {
            return letGo.names(path);
        }

        String state(String path) {
            return letGo.record(path)
                    .map(record -> (record.kind() == UpkeepRecord.Kind.EXPIRE ? "expired" : "acknowledged as gone")
                            + ", by " + record.by() + (record.reason().isBlank() ? "" : ": " + record.reason()))
                    .orElse("stored");
        }

        String path(String path) {
            return letGo.large().of(path).map(LargeFile::path).orElse(path);
        }
    }

    /** By halves: offsets rise with the sequence. */
    private static CommitRecord batch(LogHistory history, CommitRecord last, long offset) throws IOException {
        long low = 0;
        long high = last.sequence();
        while (low < high) {
            long middle = (low + high) >>> 1;
            CommitRecord record = history.read(middle - 1, middle, MOST_FILES).get(0);
            if (record.nextOffset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == last.sequence()
                ? last
                : history.read(low - 1, low, MOST_FILES).get(0);
    }

    private static LogRecord shown(CommitRecord record) {
        return new LogRecord(
                record.sequence(),
                record.kind().name().toLowerCase(Locale.ROOT),
                record.time().toEpochMilli(),
                record.owner(),
                record.startOffset(),
                record.nextOffset(),
                record.counts().rows(),
                record.counts().deadLetters(),
                record.counts().skipped(),
                record.reason().map(RollReason::word).orElse(null),
                record.files().stream()
                        .limit(MOST_SHOWN_FILES)
                        .map(file -> new LogFile(
                                file.path(), file.rows(), file.length(), file.firstOffset(), file.lastOffset()))
                        .toList());
    }
}
