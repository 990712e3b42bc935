package io.millrace.sink.upkeep;

import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import java.util.List;

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

    /** Of these files. */
    static LetGoSum of(List<LetGoFile> files) {
        LetGoSum sum = NONE;
        for (LetGoFile file : files) {
            sum = sum.plus(new LetGoSum(1, file.rows(), file.bytes()));
        }
        return sum;
    }

    /** Both together. */
    public LetGoSum plus(LetGoSum other) {
        return new LetGoSum(files + other.files, rows + other.rows, bytes + other.bytes);
    }
}
