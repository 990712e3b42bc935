package io.millrace.mapreduce.input;

import static java.util.Objects.requireNonNull;

/**
 * A part of a file, for one task to read.
 *
 * @param path where the file is, as a full URI
 * @param start first byte of the part
 * @param length length of the part, in bytes
 * @param fileLength length of the whole file when the job was planned, in bytes
 */
public record FileChunk(String path, long start, long length, long fileLength) {
    public FileChunk {
        requireNonNull(path, "path");
        if (start < 0 || length < 0 || start + length > fileLength) {
            throw new IllegalArgumentException(path + ": a part of " + length + " bytes from " + start
                    + " does not lie within " + fileLength + " bytes");
        }
    }

    /** The byte after the part. */
    public long end() {
        return start + length;
    }

    /** Whether the part is the whole file. */
    public boolean isWhole() {
        return start == 0 && length == fileLength;
    }
}
