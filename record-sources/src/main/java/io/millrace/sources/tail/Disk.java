package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The port to the file system: the only way in which files are found and read. Between any two calls anything may have
 * changed. {@link LocalDisk} is the real one.
 */
interface Disk {
    /**
     * What lies in a folder now, in no order.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such folder
     * @throws java.nio.file.NotDirectoryException if it is not a folder
     * @throws java.nio.file.AccessDeniedException without permission
     */
    List<Path> list(Path folder) throws IOException;

    /** What the path leads to, links followed; empty if to nothing. */
    Optional<FileStatus> status(Path path) throws IOException;

    /** True if this process may read what the path leads to. */
    boolean isReadable(Path path);

    /** The path without symbolic links; of a link that leads nowhere now, what it would lead to. */
    Path real(Path path) throws IOException;

    /** Opens a file for reading; it stays readable whatever happens to its path. */
    OpenFile open(Path path) throws IOException;

    /** An open file. */
    interface OpenFile extends AutoCloseable {
        /** Which file was opened. */
        FileKey key();

        /** Bytes in it now. */
        long size() throws IOException;

        /** Reads at a position; returns the number of bytes, or -1 at the end or behind it. */
        int read(long position, byte[] into, int from, int length) throws IOException;

        /** Where it is now, as far as the operating system tells. */
        Whereabouts whereabouts();

        @Override
        void close();
    }

    /**
     * Where an open file is.
     *
     * @param path its path now, if the operating system tells
     * @param deleted true if it certainly has no path any more
     */
    record Whereabouts(Optional<Path> path, boolean deleted) {
        static final Whereabouts UNKNOWN = new Whereabouts(Optional.empty(), false);
        static final Whereabouts DELETED = new Whereabouts(Optional.empty(), true);
    }
}
