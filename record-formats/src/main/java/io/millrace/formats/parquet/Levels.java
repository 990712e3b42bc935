package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;
import java.util.Arrays;

/** The repetition or definition levels of the page being filled. Costs nothing while all are equal. */
final class Levels {
    private final int greatest;
    private int[] levels = new int[0];
    private int count;
    private int first;
    private boolean varied;

    Levels(int greatest) {
        this.greatest = greatest;
    }

    void add(int level) {
        if (!varied) {
            if (count == 0) {
                first = level;
            }
            if (level == first) {
                count++;
                return;
            }
            varied = true;
            if (levels.length < count + 1) {
                levels = new int[Math.max(256, count * 2)];
            }
            Arrays.fill(levels, 0, count, first);
        }
        if (count == levels.length) {
            levels = Arrays.copyOf(levels, count * 2);
        }
        levels[count++] = level;
    }

    /** Appends the levels as a version 1 page wants them and forgets them. */
    void encode(Bytes out) {
        if (greatest > 0) {
            int width = HybridEncoder.width(greatest);
            int lengthAt = out.size;
            out.putInt(0);
            if (varied) {
                HybridEncoder.encode(levels, count, width, out);
            } else {
                HybridEncoder.putRun(first, count, width, out);
            }
            Bytes.INT.set(out.array, lengthAt, out.size - lengthAt - 4);
        }
        clear();
    }

    void clear() {
        count = 0;
        varied = false;
        if (levels.length > ColumnWriter.MOST_KEPT_VALUES) {
            levels = new int[0];
        }
    }

    long heldBytes() {
        return levels.length * 4L;
    }
}
