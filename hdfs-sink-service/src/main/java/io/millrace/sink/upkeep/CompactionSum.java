package io.millrace.sink.upkeep;

import io.millrace.sink.commit.LargeFile;
import java.util.List;

/**
 * How much was made large.
 *
 * @param files number of small files
 * @param large number of files that they have become
 * @param rows records in them
 * @param bytes their lengths together
 */
public record CompactionSum(long files, long large, long rows, long bytes) {
    /** Nothing. */
    public static final CompactionSum NONE = new CompactionSum(0, 0, 0, 0);

    /** Of these large files. */
    static CompactionSum of(List<LargeFile> files) {
        CompactionSum sum = NONE;
        for (LargeFile file : files) {
            sum = sum.plus(new CompactionSum(file.parts().size(), 1, file.rows(), file.bytes()));
        }
        return sum;
    }

    /** Both together. */
    public CompactionSum plus(CompactionSum other) {
        return new CompactionSum(files + other.files, large + other.large, rows + other.rows, bytes + other.bytes);
    }
}
