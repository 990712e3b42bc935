package io.millrace.sink.commit;

/**
 * What a range of offsets became. Every offset of the range is in exactly one of rows, deadLetters, skipped,
 * tombstones and absent.
 *
 * @param files data files
 * @param rows records in them
 * @param bytes length of the files
 * @param deadLetters records that went to the dead-letter topic
 * @param skipped bad records that were dropped because the user said so
 * @param tombstones records without a value that were left out because the user said so
 * @param absent offsets without a record: transaction markers, aborted and compacted records
 */
public record Counts(long files, long rows, long bytes, long deadLetters, long skipped, long tombstones, long absent) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(
                files + other.files,
                rows + other.rows,
                bytes + other.bytes,
                deadLetters + other.deadLetters,
                skipped + other.skipped,
                tombstones + other.tombstones,
                absent + other.absent);
    }

    /** The number of offsets that these counts stand for. */
    public long offsets() {
        return rows + deadLetters + skipped + tombstones + absent;
    }
}
