package io.millrace.sink.upkeep;

import io.millrace.sink.commit.DoneLog;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.LargeFiles;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what a partition's upkeep log says to have expired. Any number of times, by anybody: what is not the file that was
 * committed, by its length, is somebody else's and stays.
 */
final class Deletion {
    private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

    private final FileStore store;
    private final PartitionFolders folders;
    private final UpkeepLog log;
    private final BooleanSupplier stop;
    private final List<String> left = new ArrayList<>();
    /** Names of marks that say that a folder is done; null while nobody needed them. */
    private List<String> marks;

    private final LargeFiles large = new LargeFiles();
    private long deleted;

    Deletion(FileStore store, PartitionFolders folders, BooleanSupplier stop) {
        this.store = store;
        this.folders = folders;
        this.log = new UpkeepLog(store, folders);
        this.stop = stop;
    }

    /** What the log names behind the mark of deletion. */
    LetGoSum waiting() throws IOException {
        LetGoSum[] sum = {LetGoSum.NONE};
        log.after(log.deleted(), record -> {
            if (record.kind() == UpkeepRecord.Kind.EXPIRE) {
                sum[0] = sum[0].plus(LetGoSum.of(record.files()));
            }
            return true;
        });
        return sum[0];
    }

    /** @param upTo sequence number of the last record that is carried out: tables may name the files of later ones */
    Deleted run(long upTo) throws IOException {
        long from = log.deleted();
        if (from < upTo) {
            large.refresh(log);
            log.after(from, record -> {
                if (record.sequence() <= upTo) {
                    carryOut(record);
                    log.markDeleted(record.sequence());
                }
                return record.sequence() < upTo;
            });
        }
        return new Deleted(deleted, left);
    }

    private void carryOut(UpkeepRecord record) throws IOException {
        if (record.kind() != UpkeepRecord.Kind.EXPIRE) {
            return;
        }
        // Deepest first, so that a folder that only had empty ones goes too.
        Set<String> emptied =
                new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(path -> path));
        Set<LargeFile> whole = new HashSet<>();
        Set<LargeFile> largeOnes = new LinkedHashSet<>();
        for (LetGoFile file : record.files()) {
            if (stop.getAsBoolean()) {
                throw new IOException("a stop was asked for");
            }
            Optional<LargeFile> of = large.of(file.path());
            if (of.isPresent()
                    && largeOnes.add(of.get())
                    && length(of.get().path()) == of.get().bytes()) {
                whole.add(of.get());
            }
            // What has all of its parts leaves none behind.
            if (of.isEmpty() || !whole.contains(of.get())) {
                delete(file.path(), Set.of(file.bytes()));
            }
            foldersAbove(file.path(), emptied);
        }
        // Now that no part can get its name any more, from whoever was about to make it.
        for (LargeFile file : largeOnes) {
            delete(file.path(), Set.of(file.bytes(), file.first().bytes()));
        }
        for (String folder : emptied) {
            deleteFolder(folders.root() + "/" + folder);
        }
    }

    private long length(String path) throws IOException {
        return store.stat(folders.root() + "/" + path).map(FileInfo::length).orElse(-1L);
    }

    /** @param bytes the lengths that it can have */
    private void delete(String relative, Set<Long> bytes) throws IOException {
        String path = folders.root() + "/" + relative;
        Optional<FileInfo> there = store.stat(path);
        if (there.isEmpty()) {
            return;
        }
        if (there.get().folder() || !bytes.contains(there.get().length())) {
            left.add(path + " is not the file of "
                    + bytes.stream().sorted().map(String::valueOf).collect(Collectors.joining(" or "))
                    + " bytes that was committed, and stays");
            return;
        }
        if (!store.deleteTree(path) && store.stat(path).isPresent()) {
            throw new IOException("cannot delete " + path + ": the store answered false");
        }
        deleted++;
    }

    /** One that stays does no harm. */
    private void deleteFolder(String path) {
        try {
            if (!store.deleteEmptyFolder(path) && deleteMarks(path)) {
                store.deleteEmptyFolder(path);
            }
        } catch (IOException | StoppedException stays) {
            LOG.info("Folder '{}' stays: {}", path, stays.getMessage());
        }
    }

    /** Of a folder in which nothing else is; returns true if there were any. What comes in at that moment stays, late as it is. */
    private boolean deleteMarks(String folder) throws IOException {
        if (marks == null) {
            marks = new DoneLog(store, folders.root(), folders.topic())
                    .last()
                    .map(DoneRecord::names)
                    .orElse(List.of());
        }
        List<FileInfo> inside = marks.isEmpty() ? List.of() : store.list(folder);
        if (!inside.stream()
                .allMatch(entry -> marks.contains(entry.name()) && !entry.folder() && entry.length() == 0)) {
            return false;
        }
        for (FileInfo mark : inside) {
            store.deleteTree(folder + "/" + mark.name());
        }
        return !inside.isEmpty();
    }

    /** Not the topic's own folder: somebody may have given it rights and quotas. */
    private void foldersAbove(String path, Set<String> all) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String folder = path.substring(0, slash);
            if (!folder.equals(folders.topic())) {
                all.add(folder);
            }
        }
    }
}
