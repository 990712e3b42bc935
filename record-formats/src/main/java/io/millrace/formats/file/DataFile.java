package io.millrace.formats.file;

import java.io.IOException;

/** One output file being written. Not thread-safe. */
public interface DataFile {
    /**
     * Appends the record that was made ready last by whoever opened this file; the record itself must still be valid. An
     * IOException leaves the file unusable: abandon it.
     */
    void append() throws IOException;

    /** Records appended so far. */
    long rows();

    /** Bytes written plus those still buffered, as an estimate of the file's final size. */
    long bytes();

    /** Bytes of heap that this file holds until it is finished or abandoned. */
    long bufferedBytes();

    /** About how many of these bytes {@link #flush} would give back. */
    long flushableBytes();

    /**
     * Writes what is buffered to the stream to give heap back, at the price of a less compact file. The file goes on. After
     * an exception it can only be abandoned.
     */
    void flush() throws IOException;

    /** Completes the file (footer, end of compression, flush). Does not close the stream. */
    void finish() throws IOException;

    /** Frees the buffers of a file that is thrown away. Does not touch the stream; may be called after anything. */
    void abandon();
}
