package io.millrace.sink.commit;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A data file of a batch.
 *
 * @param temporary name in the claim folder of its owner
 * @param path where readers find it, relative to the data root
 * @param length in bytes
 * @param rows records in it
 * @param crc32c checksum of all its bytes
 * @param firstOffset offset of its first record
 * @param lastOffset offset of its last record
 * @param latest no record in it has a later event time (milliseconds since the epoch), and one of the same batch and folder has this
 *     one; empty where the folder has no time, and in logs of earlier releases
 */
public record CommittedFile(
        String temporary,
        String path,
        long length,
        long rows,
        int crc32c,
        long firstOffset,
        long lastOffset,
        OptionalLong latest) {
    public CommittedFile {
        Objects.requireNonNull(temporary, "temporary");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(latest, "latest");
    }

    /** One of a folder without a time. */
    public CommittedFile(
            String temporary, String path, long length, long rows, int crc32c, long firstOffset, long lastOffset) {
        this(temporary, path, length, rows, crc32c, firstOffset, lastOffset, OptionalLong.empty());
    }
}
