package io.millrace.formats.parquet;

import java.util.Arrays;
import org.apache.parquet.format.Statistics;

/** Least and greatest strings of bytes of a column, unsigned; not kept for long ones, which would swell the footer. */
final class BytesRange {
    private static final int LONGEST = 128;

    private final byte[] least = new byte[LONGEST];
    private final byte[] greatest = new byte[LONGEST];
    private int leastLength = -1;
    private int greatestLength = -1;
    private boolean tooLong;

    void add(byte[] bytes, int offset, int length) {
        if (length > LONGEST) {
            tooLong = true;
        }
        if (tooLong) {
            return;
        }
        if (leastLength < 0 || Arrays.compareUnsigned(bytes, offset, offset + length, least, 0, leastLength) < 0) {
            System.arraycopy(bytes, offset, least, 0, length);
            leastLength = length;
        }
        if (greatestLength < 0
                || Arrays.compareUnsigned(bytes, offset, offset + length, greatest, 0, greatestLength) > 0) {
            System.arraycopy(bytes, offset, greatest, 0, length);
            greatestLength = length;
        }
    }

    void clear() {
        leastLength = -1;
        greatestLength = -1;
        tooLong = false;
    }

    void fill(Statistics statistics) {
        if (!tooLong && leastLength >= 0) {
            statistics.setMin_value(Arrays.copyOf(least, leastLength));
            statistics.setMax_value(Arrays.copyOf(greatest, greatestLength));
        }
    }
}
