package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.FencedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The commit log of one partition. Records lie in segments, folders of a fixed number of sequence numbers each.
 *
 * <p>Two rules make deleting old segments safe. A segment's folder exists before the last record of the one before
 * it is published. And nobody creates a folder of the log without having seen, afterwards, that the log has not moved
 * beyond it. So a former owner that wakes up late finds its next sequence number taken or its segment gone, and can
 * publish in neither case.
 */
public final class CommitLog {
    private static final int READ_ATTEMPTS = 5;

    private final FileStore store;
    private final PartitionFolders folders;
    private final int segmentSize;

    /**
     * @param segmentSize records per segment, at least 2. Must never change for a log; the sink always passes
     *     {@link #SEGMENT_SIZE}
     */
    public CommitLog(FileStore store, PartitionFolders folders, int segmentSize) {
        if (segmentSize < 2) {
            throw new IllegalArgumentException("segment size " + segmentSize + " must be at least 2");
        }
        this.store = store;
        this.folders = folders;
        this.segmentSize = segmentSize;
    }

    /** Records per segment in production: one listing reads a whole segment, and an archive is worth a file. */
    public static final int SEGMENT_SIZE = 256;

    public PartitionFolders folders() {
        return folders;
    }

    long segmentOf(long sequence) {
        return sequence / segmentSize;
    }

    /**
     * The last record; empty if the log was never begun. Costs three calls, however long the log's history is.
     *
     * @throws DamagedLogException if records are missing or damaged
     */
    public Optional<CommitRecord> last() throws IOException {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            try {
                return readLast();
            } catch (NoSuchFileException movedOn) {
                // The owner folded the segment while it was read: its end is in a later one now.
            }
        }
        throw new IOException("the log " + folders.log() + " moves on faster than it can be read");
    }

    private Optional<CommitRecord> readLast() throws IOException {
        List<Long> segments = segments();
        for (long segment : segments) {
            List<Long> sequences = sequences(segment);
            if (sequences.isEmpty()) {
                continue;
            }
            long last = sequences.get(sequences.size() - 1);
            long first = segment * segmentSize;
            if (sequences.get(0) != first || last - first + 1 != sequences.size()) {
                throw new DamagedLogException("the log " + folders.segment(segment) + " has " + sequences.size()
                        + " commit records from " + sequences.get(0) + " to " + last + ", where " + first + " to "
                        + last + " without gaps must be; run audit to see what is missing");
            }
            return Optional.of(read(last));
        }
        if (!segments().equals(segments)) {
            throw new NoSuchFileException(folders.log(), null, "all segments were folded while they were looked at");
        }
        return Optional.empty();
    }

    /**
     * Files that are committed, but that nobody has moved to their places yet.
     *
     * @param last the log's last record; files of batches before its pending one are in place
     */
    public List<CommittedFile> waiting(CommitRecord last) throws IOException {
        if (last.pending() < 0) {
            return List.of();
        }
        CommitRecord batch = last.pending() == last.sequence() ? last : read(last.pending());
        Set<String> left = store.list(folders.claimFolder(batch.claim())).stream()
                .map(FileInfo::name)
                .collect(Collectors.toSet());
        return batch.files().stream()
                .filter(file -> left.contains(file.temporary()))
                .toList();
    }

    /** The segments that have a folder, latest first. */
    List<Long> segments() throws IOException {
        List<Long> segments = numbers(store.list(folders.log()), true);
        segments.sort(Comparator.reverseOrder());
        return segments;
    }

    /** The sequence numbers in a segment's folder, ascending. */
    List<Long> sequences(long segment) throws IOException {
        List<Long> sequences = numbers(store.list(folders.segment(segment)), false);
        sequences.sort(Comparator.naturalOrder());
        return sequences;
    }

    private static List<Long> numbers(List<FileInfo> entries, boolean wantFolders) {
        List<Long> numbers = new ArrayList<>(entries.size());
        for (FileInfo entry : entries) {
            if (entry.folder() == wantFolders) {
                PartitionFolders.number(entry.name()).ifPresent(numbers::add);
            }
        }
        return numbers;
    }

    /** True if these are all the sequence numbers that the segment can have. */
    boolean isComplete(long segment, List<Long> sequences) {
        return sequences.size() == segmentSize
                && sequences.get(0) == segment * segmentSize
                && sequences.get(segmentSize - 1) == (segment + 1) * segmentSize - 1;
    }

    /** Reads the record with this sequence number. */
    public CommitRecord read(long sequence) throws IOException {
        String path = folders.record(segmentOf(sequence), sequence);
        CommitRecord record = CommitRecordCodec.decode(readAll(path), path);
        if (record.sequence() != sequence) {
            throw new DamagedLogException(
                    "commit record " + path + " says that its sequence number is " + record.sequence());
        }
        return record;
    }

    /** Creates the folder of the first segment. The caller must look at {@link #last} again before it publishes. */
    void createFirstSegment() throws IOException {
        Folders.createAll(store, folders.segment(0));
    }

    /**
     * Publishes the record: the one moment at which it becomes true.
     *
     * @param temporary path of a name never used before
     * @throws FencedException if another record has this sequence number, or the log has moved beyond it
     * @throws IOException if it is not known whether the record was published. The caller then owns nothing until it
     *     has published a new claim
     */
    void publish(CommitRecord record, String temporary) throws IOException {
        byte[] bytes = CommitRecordCodec.encode(record);
        long segment = segmentOf(record.sequence());
        // First of all: a former owner whose folder of temporary files is gone fails here, before it makes a folder of
        // the log.
        write(temporary, bytes);
        if ((record.sequence() + 1) % segmentSize == 0) {
            Folders.create(store, folders.segment(segment + 1));
        }
        String target = folders.record(segment, record.sequence());
        IOException cause;
        try {
            if (store.rename(temporary, target)) {
                return;
            }
            cause = new IOException("the store answered false");
        } catch (IOException e) {
            cause = e;
        }
        Optional<byte[]> there = readIfThere(target);
        if (there.isPresent()) {
            if (Arrays.equals(there.get(), bytes)) {
                return;
            }
            throw fenced(record, CommitRecordCodec.decode(there.get(), target));
        }
        if (store.stat(folders.segment(segment)).isEmpty()) {
            throw fenced(record, last().orElseThrow(() -> gone(record)));
        }
        throw new IOException("cannot publish commit record " + target + ": " + cause.getMessage(), cause);
    }

    /** Throws if the last record is not one of this claim's. */
    void checkOwner(CommitRecord mine) throws IOException {
        CommitRecord last = last().orElseThrow(() -> gone(mine));
        if (last.claim() != mine.claim() || !last.owner().equals(mine.owner())) {
            throw fenced(mine, last);
        }
    }

    private FencedException fenced(CommitRecord mine, CommitRecord theirs) {
        return new FencedException("partition " + partition() + " was taken over by " + theirs.owner() + " (claim "
                + theirs.claim() + ") while " + mine.owner() + " (claim " + mine.claim() + ") was at record "
                + mine.sequence() + "; only one sink may write a partition at a time");
    }

    /** What an owner has to say that finds the log empty in which its own record was. Never a reason to begin anew. */
    DamagedLogException gone(CommitRecord mine) {
        return new DamagedLogException("the commit log " + folders.log() + " is gone, though offsets up to "
                + mine.nextOffset() + " of partition " + partition() + " are stored by its record " + mine.sequence()
                + ": the root folder was renamed, moved or emptied while the sink worked. Move it back, or start the"
                + " sink with --root where it is now");
    }

    /** The last record of the topic's lowest other partition that is stored below this root; empty if there is none. */
    Optional<CommitRecord> lastOfLowestSibling() throws IOException {
        List<Integer> siblings =
                store.list(PartitionFolders.controlRoot(folders.root()) + "/" + folders.topic()).stream()
                        .filter(entry -> entry.folder() && entry.name().matches("\\d{1,9}"))
                        .map(entry -> Integer.valueOf(entry.name()))
                        .filter(number -> number != folders.partition())
                        .sorted()
                        .toList();
        for (int number : siblings) {
            PartitionFolders other = new PartitionFolders(folders.root(), folders.topic(), number);
            Optional<CommitRecord> last = new CommitLog(store, other, segmentSize).last();
            if (last.isPresent()) {
                return last;
            }
        }
        return Optional.empty();
    }

    /** The partition, for messages. */
    String partition() {
        return folders.topic() + "-" + folders.partition();
    }

    /** The file system that holds this record. */
    Optional<String> fileSystemOf(CommitRecord record) throws IOException {
        return store.fileSystemOf(folders.record(segmentOf(record.sequence()), record.sequence()));
    }

    private void write(String path, byte[] bytes) throws IOException {
        try (OutputStream out = store.create(path)) {
            out.write(bytes);
        }
    }

    private Optional<byte[]> readIfThere(String path) throws IOException {
        try {
            return Optional.of(readAll(path));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    byte[] readAll(String path) throws IOException {
        try (InputStream in = store.open(path)) {
            return in.readAllBytes();
        }
    }
}
