package io.millrace.sources.tail;

/**
 * What one look at a path showed, symbolic links followed.
 *
 * @param key which file it is
 * @param kind what it is
 * @param size bytes
 * @param modified last modification, milliseconds since 1970, as coarse as the file system keeps it
 */
record FileStatus(FileKey key, Kind kind, long size, long modified) {
    /** Kinds that are treated differently. */
    enum Kind {
        /** A regular file. */
        FILE,
        FOLDER,
        /** A pipe, a socket, a device. */
        OTHER
    }

    /** The same, looked at once more in one look: the most that it held is what can be missing. */
    FileStatus grownTo(FileStatus later) {
        return new FileStatus(key, later.kind, Math.max(size, later.size), later.modified);
    }
}
