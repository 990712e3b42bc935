package io.millrace.sink.upkeep;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LargeFiles;
import io.millrace.sink.commit.LogHistory;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says in a partition's upkeep log that files are known to be gone: somebody took them away, and nobody is to miss them any more. */
public final class Acknowledgement {
    private static final int ATTEMPTS = 5;

    private final FileStore store;
    private final String root;
    private final int segmentSize;

    /**
     * @param root data root, without a trailing slash
     * @param segmentSize records per segment of the commit logs
     */
    public Acknowledgement(FileStore store, String root, int segmentSize) {
        this.store = store;
        this.root = root;
        this.segmentSize = segmentSize;
    }

    /**
     * Acknowledges those of the files that the commit log names and that are not there.
     *
     * @param paths relative to the data root
     */
    public LetGoSum acknowledge(PartitionId partition, Set<String> paths, Upkeeper who, Clock clock)
            throws IOException {
        PartitionFolders folders = new PartitionFolders(root, partition.topic(), partition.partition());
        UpkeepLog log = new UpkeepLog(store, folders);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Set<String> wanted = new HashSet<>(paths);
            LargeFiles large = new LargeFiles();
            long last = -1;
            for (UpkeepRecord record : log.after(-1)) {
                large.add(record);
                record.files().forEach(file -> wanted.remove(file.path()));
                last = record.sequence();
            }
            List<LetGoFile> files = missing(folders, wanted, large);
            LetGoSum sum = LetGoSum.of(files);
            if (files.isEmpty()
                    || new Publisher(who, clock).publish(log, last, UpkeepRecord.Kind.ACKNOWLEDGE, files, 0)) {
                return files.size() < Expiry.MOST_FILES ? sum : sum.plus(acknowledge(partition, paths, who, clock));
            }
        }
        throw new IOException("others add to " + folders.upkeep() + " again and again");
    }

    private List<LetGoFile> missing(PartitionFolders folders, Set<String> wanted, LargeFiles large) throws IOException {
        List<LetGoFile> files = new ArrayList<>();
        LogHistory history = new LogHistory(store, folders, segmentSize);
        Optional<LogHistory.State> state = history.state();
        long last = state.map(known -> known.last().sequence()).orElse(-1L);
        for (long read = -1; read < last && files.size() < Math.min(wanted.size(), Expiry.MOST_FILES); ) {
            for (CommitRecord record : history.read(read, last, Expiry.MOST_FILES)) {
                for (CommittedFile file : record.files()) {
                    if (wanted.contains(file.path()) && isGone(folders, record, file, large)) {
                        files.add(LetGoFile.of(record, file));
                    }
                }
                read = record.sequence();
            }
        }
        return files;
    }

    /** Neither on its way, nor in its place, nor in a large file: in this order, for it is moved in this one. */
    private boolean isGone(PartitionFolders folders, CommitRecord record, CommittedFile file, LargeFiles large)
            throws IOException {
        String waiting = folders.claimFolder(record.claim()) + "/" + file.temporary();
        if (store.stat(waiting).isPresent()
                || store.stat(root + "/" + file.path()).isPresent()) {
            return false;
        }
        Optional<LargeFile> whole = large.of(file.path());
        return whole.isEmpty()
                || store.stat(root + "/" + whole.get().path())
                        .filter(there -> whole.get().holds(file.path(), there.length()))
                        .isEmpty();
    }
}
