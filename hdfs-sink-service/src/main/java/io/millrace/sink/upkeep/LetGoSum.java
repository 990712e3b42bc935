package io.millrace.sink.upkeep;

/**
 * How much was let go.
 *
 * @param files number of files
 * @param rows records in them
 * @param bytes their lengths together
 */
public record LetGoSum(long files, long rows, long bytes) {
    /** Nothing. */
    public static final LetGoSum NONE = new LetGoSum(0, 0, 0);

    /** Both together. */
    public LetGoSum plus(LetGoSum other) {
        return new LetGoSum(files + other.files, rows + other.rows, bytes + other.bytes);
    }
}
