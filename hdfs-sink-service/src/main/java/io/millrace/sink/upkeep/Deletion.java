package io.millrace.sink.upkeep;

import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Deletes what a partition's upkeep log says to have expired. Any number of times, by anybody: a name is never used again. */
final class Deletion {
    private final FileStore store;
    private final PartitionFolders folders;
    private final UpkeepLog log;

    Deletion(FileStore store, PartitionFolders folders) {
        this.store = store;
        this.folders = folders;
        this.log = new UpkeepLog(store, folders);
    }

    /** Returns how many files were there. */
    long run() throws IOException {
        long from = log.deleted();
        List<UpkeepRecord> records = log.after(from);
        long deleted = 0;
        // Deepest first, so that a folder that only had empty ones goes too.
        Set<String> emptied = new TreeSet<>((one, other) ->
                one.length() != other.length() ? Integer.compare(other.length(), one.length()) : one.compareTo(other));
        for (UpkeepRecord record : records) {
            if (record.kind() != UpkeepRecord.Kind.EXPIRE) {
                continue;
            }
            for (LetGoFile file : record.files()) {
                deleted += delete(folders.root() + "/" + file.path()) ? 1 : 0;
                foldersAbove(file.path(), emptied);
            }
        }
        for (String folder : emptied) {
            store.deleteEmptyFolder(folders.root() + "/" + folder);
        }
        if (!records.isEmpty()) {
            log.markDeleted(records.get(records.size() - 1).sequence());
        }
        return deleted;
    }

    private boolean delete(String path) throws IOException {
        if (store.deleteTree(path)) {
            return true;
        }
        if (store.stat(path).isPresent()) {
            throw new IOException("cannot delete " + path + ": the store answered false");
        }
        return false;
    }

    private static void foldersAbove(String path, Set<String> all) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            all.add(path.substring(0, slash));
        }
    }
}
