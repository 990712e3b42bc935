package io.millrace.launcher.view;

import java.util.Arrays;

/**
 * Which offsets of a partition hold a record, in as much memory as there are gaps between them. Not thread-safe.
 */
final class PresentOffsets {
    private final long first;
    private long next;
    private long absent;
    /** Gap i begins at {@code starts[i]}, and {@code absentBefore[i]} offsets are absent before it. */
    private long[] starts = new long[8];

    private long[] absentBefore = new long[8];
    private int gaps;

    /** Knows nothing of what is before this offset, and counts from there. */
    PresentOffsets(long first) {
        this.first = first;
        this.next = first;
    }

    /** The first offset of which nothing is known yet. */
    long next() {
        return next;
    }

    /** Notes a record; records come in the order of their offsets. */
    void present(long offset) {
        absentUpTo(offset);
        next = Math.max(next, offset + 1);
    }

    /** Notes that what is not known yet before this offset holds no record. */
    void absentUpTo(long offset) {
        if (offset <= next) {
            return;
        }
        // A gap that goes on where the last one ended is the same gap.
        boolean goesOn = gaps > 0 && starts[gaps - 1] + absent - absentBefore[gaps - 1] == next;
        if (!goesOn) {
            if (gaps == starts.length) {
                starts = Arrays.copyOf(starts, 2 * gaps);
                absentBefore = Arrays.copyOf(absentBefore, 2 * gaps);
            }
            starts[gaps] = next;
            absentBefore[gaps] = absent;
            gaps++;
        }
        absent += offset - next;
        next = offset;
    }

    /** How many records there are before the offset, which must not be after {@link #next}. */
    long before(long offset) {
        if (offset <= first) {
            return 0;
        }
        int found = Arrays.binarySearch(starts, 0, gaps, offset);
        int gap = found >= 0 ? found : -found - 2;
        if (gap < 0) {
            return offset - first;
        }
        long length = (gap + 1 < gaps ? absentBefore[gap + 1] : absent) - absentBefore[gap];
        return offset - first - absentBefore[gap] - Math.min(length, offset - starts[gap]);
    }
}
