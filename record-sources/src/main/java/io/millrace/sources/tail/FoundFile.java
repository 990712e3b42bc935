package io.millrace.sources.tail;

import java.nio.file.Path;

/**
 * A file as one look at the file system showed it.
 *
 * @param path where it is
 * @param key which file it is
 * @param size bytes
 * @param modified last modification, milliseconds since 1970
 * @param asked true if the inputs name it; false if it only lies beside one and may be its rotated form
 */
record FoundFile(Path path, FileKey key, long size, long modified, boolean asked) {
    static FoundFile of(Path path, FileStatus status, boolean asked) {
        return new FoundFile(path, status.key(), status.size(), status.modified(), asked);
    }

    /** The same, looked at once more in one look: the most that it held is what can be missing. */
    FoundFile grownTo(FileStatus later) {
        return new FoundFile(path, key, Math.max(size, later.size()), later.modified(), asked);
    }

    /** The same, as its open file tells when no path leads to it any more. */
    FoundFile grownTo(long size) {
        return new FoundFile(path, key, size, modified, asked);
    }
}
