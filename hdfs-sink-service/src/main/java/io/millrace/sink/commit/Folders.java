package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Folder operations that believe no answer without a look. */
final class Folders {
    private Folders() {}

    /** Creates the folder and those above it, or throws. */
    static void createAll(FileStore store, String path) throws IOException {
        if (!store.createFolders(path)) {
            requireThere(store, path);
        }
    }

    /**
     * Creates the folder in one that is there, or throws: whoever goes on where a root was must not make a new one of what
     * he goes on with.
     */
    static void create(FileStore store, String path) throws IOException {
        if (!store.createFolder(path)) {
            requireThere(store, path);
        }
    }

    /** Creates the folder, and the one above it if it is missing, in one that is there, or throws. */
    static void createBoth(FileStore store, String path) throws IOException {
        try {
            create(store, path);
        } catch (NoSuchFileException first) {
            create(store, path.substring(0, path.lastIndexOf('/')));
            create(store, path);
        }
    }

    private static void requireThere(FileStore store, String path) throws IOException {
        Optional<FileInfo> there = store.stat(path);
        if (there.isEmpty() || !there.get().folder()) {
            throw new IOException("cannot create folder " + path + ": the store answered false");
        }
    }

    /** Deletes what is in the folder, or throws. The folder stays: deleted late, it would go with what comes into it. */
    static void clear(FileStore store, String folder) throws IOException {
        for (FileInfo left : store.list(folder)) {
            delete(store, folder + "/" + left.name());
        }
    }

    /** Deletes what is at the path, or throws. Nothing there is success. */
    static void delete(FileStore store, String path) throws IOException {
        if (!store.deleteTree(path) && store.stat(path).isPresent()) {
            throw new IOException("cannot delete " + path + ": the store answered false");
        }
    }
}
