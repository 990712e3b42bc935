package io.millrace.sink.commit;

import java.util.Objects;

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
 */
public record CommittedFile(
        String temporary, String path, long length, long rows, int crc32c, long firstOffset, long lastOffset) {
    public CommittedFile {
        Objects.requireNonNull(temporary, "temporary");
        Objects.requireNonNull(path, "path");
    }
}
