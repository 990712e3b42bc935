package io.millrace.console.landed;

import io.millrace.record.PartitionId;
import io.millrace.runtime.retry.Causes;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** Finds what sinks wrote, and how far each partition's log has come. Thread-safe. */
public final class RootsLook {
    /** A name node of many is not searched through for a root that somebody can name. */
    private static final int MOST_FOLDERS = 2_000;

    private static final long SELDOM = Duration.ofSeconds(30).toNanos();

    private final Hdfs hdfs;
    private Found found;
    private long foundAt;

    public RootsLook(Hdfs hdfs) {
        this.hdfs = hdfs;
    }

    /**
     * How far a partition's commit log has come.
     *
     * @param last sequence number of its last record
     * @param nextOffset offset after the last committed one
     * @param records in committed files
     * @param lastCommit time of the last record, milliseconds since 1970
     * @param owner who wrote it
     */
    public record PartitionLog(
            String topic, int partition, long last, long nextOffset, long records, long lastCommit, String owner) {}

    /** Folders that sinks write to, and folders that hold the result of a job. */
    private record Found(List<String> roots, List<String> results) {}

    /**
     * A folder in which a job left its result.
     *
     * @param ended when it did, milliseconds since 1970
     */
    public record JobResult(String folder, long ended) {}

    /** The roots below the folder, by path. */
    public List<RootState> look() throws IOException {
        FileStore store = hdfs.store();
        List<RootState> states = new ArrayList<>();
        for (String root : roots()) {
            states.add(state(store, root));
        }
        return states;
    }

    /** The paths of the roots, as they were half a minute ago at most. */
    public List<String> roots() throws IOException {
        return found().roots();
    }

    /** Where results of jobs are that wrote text, the latest first, as of half a minute ago at most. */
    public List<JobResult> results() throws IOException {
        List<JobResult> results = new ArrayList<>();
        for (String folder : found().results()) {
            result(folder).ifPresent(results::add);
        }
        results.sort(Comparator.comparingLong(JobResult::ended).reversed().thenComparing(JobResult::folder));
        return results;
    }

    private synchronized Found found() throws IOException {
        if (found == null || System.nanoTime() - foundAt > SELDOM) {
            found = search(hdfs.store());
            foundAt = System.nanoTime();
        }
        return found;
    }

    private Found search(FileStore store) throws IOException {
        List<String> roots = new ArrayList<>();
        List<String> results = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(hdfs.base()));
        for (int looked = 0; !open.isEmpty() && looked < MOST_FOLDERS; looked++) {
            String folder = open.remove();
            List<String> inside = new ArrayList<>();
            boolean root = false;
            boolean part = false;
            boolean done = false;
            for (FileInfo entry : list(store, folder)) {
                String path = folder + "/" + entry.name();
                root |= path.equals(PartitionFolders.controlRoot(folder));
                part |= !entry.folder() && ResultLook.isPart(entry.name());
                done |= entry.name().equals("_SUCCESS");
                if (entry.folder() && !FolderLook.isHidden(entry.name())) {
                    inside.add(path);
                }
            }
            if (root) {
                roots.add(folder);
            } else if (part && done) {
                results.add(folder);
            } else {
                inside.stream().sorted().forEach(open::add);
            }
        }
        roots.sort(null);
        return new Found(List.copyOf(roots), List.copyOf(results));
    }

    /** Empty if it was deleted since it was found. */
    private Optional<JobResult> result(String folder) throws IOException {
        try {
            return Optional.of(new JobResult(
                    folder,
                    hdfs.fileSystem()
                            .getFileStatus(new Path(folder + "/_SUCCESS"))
                            .getModificationTime()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** A folder that is not for this user to see holds nothing that he could be shown. */
    private List<FileInfo> list(FileStore store, String folder) throws IOException {
        try {
            return store.list(folder.isEmpty() ? "/" : folder);
        } catch (IOException e) {
            if (folder.equals(hdfs.base()) || !isRefused(e)) {
                throw e;
            }
            return List.of();
        }
    }

    private static boolean isRefused(IOException failure) {
        return Causes.has(failure, AccessControlException.class) || Causes.has(failure, AccessDeniedException.class);
    }

    private static RootState state(FileStore store, String root) {
        TreeSet<String> topics = new TreeSet<>();
        long files = 0;
        long bytes = 0;
        long records = 0;
        Long lastCommit = null;
        try {
            for (PartitionId partition : StoredPartitions.below(store, root)) {
                topics.add(partition.topic());
                Optional<CommitRecord> last = last(store, root, partition);
                if (last.isPresent()) {
                    files += last.get().totals().files();
                    bytes += last.get().totals().bytes();
                    records += last.get().totals().rows();
                    long time = last.get().time().toEpochMilli();
                    lastCommit = lastCommit == null || time > lastCommit ? (Long) time : lastCommit;
                }
            }
            return new RootState(root, List.copyOf(topics), files, bytes, records, lastCommit, null);
        } catch (IOException e) {
            // Of one root: the others are shown.
            return new RootState(root, List.copyOf(topics), files, bytes, records, lastCommit, e.getMessage());
        }
    }

    private static Optional<CommitRecord> last(FileStore store, String root, PartitionId partition) throws IOException {
        return history(store, root, partition).state().map(LogHistory.State::last);
    }

    static LogHistory history(FileStore store, String root, PartitionId partition) {
        return new LogHistory(
                store, new PartitionFolders(root, partition.topic(), partition.partition()), CommitLog.SEGMENT_SIZE);
    }

    /** The logs of all partitions of a root. */
    public List<PartitionLog> partitions(String root) throws IOException {
        FileStore store = hdfs.store();
        List<PartitionLog> logs = new ArrayList<>();
        for (PartitionId partition : StoredPartitions.below(store, root)) {
            last(store, root, partition)
                    .ifPresent(last -> logs.add(new PartitionLog(
                            partition.topic(),
                            partition.partition(),
                            last.sequence(),
                            last.nextOffset(),
                            last.totals().rows(),
                            last.time().toEpochMilli(),
                            last.owner())));
        }
        return logs;
    }
}
