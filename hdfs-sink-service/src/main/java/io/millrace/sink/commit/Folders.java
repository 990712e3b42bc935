package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.Optional;

/** Folder operations that believe no answer without a look. */
final class Folders {
    private Folders() {}

    /** Creates the folder and those above it, or throws. */
    static void create(FileStore store, String path) throws IOException {
        if (store.createFolder(path)) {
            return;
        }
        Optional<FileInfo> there = store.stat(path);
        if (there.isEmpty() || !there.get().folder()) {
            throw new IOException("cannot create folder " + path + ": the store answered false");
        }
    }

    /** Deletes what is at the path, or throws. Nothing there is success. */
    static void delete(FileStore store, String path) throws IOException {
        if (!store.deleteTree(path) && store.stat(path).isPresent()) {
            throw new IOException("cannot delete " + path + ": the store answered false");
        }
    }
}
