package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What has been done to stored files since they were committed, record by record. Beside the commit log and not in it, so that nobody
 * needs to own the partition: a sink at work goes on. Any number of processes may add to it: of two that want the same place
 * one gets it, and the other one looks again.
 *
 * <p>A record is true from the moment at which it has its name. What follows from it (files deleted, tables without them) may come
 * later, from anybody, any number of times.
 */
public final class UpkeepLog {
    private final FileStore store;
    private final PartitionFolders folders;

    public UpkeepLog(FileStore store, PartitionFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /** Sequence number of the last record; -1 if there is none. */
    public long last() throws IOException {
        return lastOf(store.list(folders.upkeep()));
    }

    private static long lastOf(List<FileInfo> entries) {
        return entries.stream()
                .map(entry -> PartitionFolders.number(entry.name()))
                .flatMapToLong(OptionalLong::stream)
                .max()
                .orElse(-1);
    }

    /** Takes one record after the other. */
    @FunctionalInterface
    public interface Taker {
        /** Returns false if that is enough. */
        boolean take(UpkeepRecord record) throws IOException;
    }

    /**
     * Hands out the records behind this one in their order, one at a time: each may name thousands of files.
     *
     * @param sequence -1 for all
     * @throws DamagedLogException if one is missing or damaged, or if the log ends before that one
     */
    public void after(long sequence, Taker taker) throws IOException {
        long last = last();
        if (last < sequence) {
            throw new DamagedLogException("the upkeep log " + folders.upkeep() + " ends with record " + last
                    + ", but record " + sequence + " was read from it before: put the missing records back");
        }
        for (long next = sequence + 1; next <= last; next++) {
            if (!taker.take(read(next, last))) {
                return;
            }
        }
    }

    /** The same as a list, for logs that are short. */
    public List<UpkeepRecord> after(long sequence) throws IOException {
        List<UpkeepRecord> records = new ArrayList<>();
        after(sequence, records::add);
        return records;
    }

    private UpkeepRecord read(long sequence, long last) throws IOException {
        String path = folders.upkeepRecord(sequence);
        byte[] bytes;
        try {
            bytes = NumberedName.readAll(store, path);
        } catch (NoSuchFileException missing) {
            throw new DamagedLogException("upkeep record " + path + " is missing, though record " + last
                    + " is there: put it back; nobody deletes such records");
        }
        UpkeepRecord record = UpkeepCodec.decode(bytes, path);
        if (record.sequence() != sequence) {
            throw new DamagedLogException(
                    "upkeep record " + path + " says that its sequence number is " + record.sequence());
        }
        return record;
    }

    /**
     * Publishes the record: the one moment at which it becomes true.
     *
     * @return false if another record has its sequence number
     * @throws IOException if it is not known whether it was published: {@link #after} tells
     */
    public boolean publish(UpkeepRecord record) throws IOException {
        byte[] bytes = UpkeepCodec.encode(record);
        Folders.create(store, folders.upkeep());
        return NumberedName.publish(
                store,
                bytes,
                folders.upkeepTemporary(record.sequence(), record.id()),
                folders.upkeepRecord(record.sequence()));
    }

    /** All files that the records up to this one name as expired are deleted; -1 if nobody has said so of any. */
    public long deleted() throws IOException {
        return marked(PartitionFolders::doneSequence);
    }

    /** All large files of the records up to this one are made, or cannot be; -1 if nobody has said so of any. */
    public long compacted() throws IOException {
        return marked(PartitionFolders::compactedSequence);
    }

    private long marked(Function<String, OptionalLong> sequence) throws IOException {
        return store.list(folders.upkeep()).stream()
                .map(entry -> sequence.apply(entry.name()))
                .flatMapToLong(OptionalLong::stream)
                .max()
                .orElse(-1);
    }

    /** Says that all files of the expired records up to this one are deleted, and tidies up behind those that did not get so far. */
    public void markDeleted(long sequence) throws IOException {
        mark(folders.upkeepDone(sequence), sequence, PartitionFolders::doneSequence);
    }

    /** Says that all large files of the records up to this one are made, or cannot be, and tidies up likewise. */
    public void markCompacted(long sequence) throws IOException {
        mark(folders.upkeepCompacted(sequence), sequence, PartitionFolders::compactedSequence);
    }

    private void mark(String path, long sequence, Function<String, OptionalLong> marks) throws IOException {
        Folders.create(store, path);
        for (FileInfo entry : store.list(folders.upkeep())) {
            boolean earlier = marks.apply(entry.name()).orElse(Long.MAX_VALUE) < sequence;
            // Its number is taken: nobody can publish it any more.
            boolean leftOver =
                    PartitionFolders.upkeepTemporarySequence(entry.name()).orElse(Long.MAX_VALUE) <= sequence;
            if (earlier || leftOver) {
                Folders.delete(store, folders.upkeep() + "/" + entry.name());
            }
        }
    }
}
