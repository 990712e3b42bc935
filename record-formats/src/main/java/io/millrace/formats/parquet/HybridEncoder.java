package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;

/** Parquet's hybrid of run lengths and bit packing, for dictionary ids and levels. */
final class HybridEncoder {
    /** One byte of header holds the count of up to 63 groups of eight. */
    private static final int MOST_GROUPS = 63;

    private HybridEncoder() {}

    /** Bits that hold every value from 0 to this one. */
    static int width(int greatest) {
        return 32 - Integer.numberOfLeadingZeros(greatest);
    }

    /** Appends the values, each of which needs at most {@code width} bits. */
    static void encode(int[] values, int count, int width, Bytes out) {
        if (width == 0) {
            putRun(0, count, 0, out);
            return;
        }
        int i = 0;
        while (i < count) {
            int run = runLength(values, i, count);
            if (run >= 8) {
                putRun(values[i], run, width, out);
                i += run;
            } else {
                i = putPacked(values, i, count, width, out);
            }
        }
    }

    private static int runLength(int[] values, int from, int count) {
        int value = values[from];
        int i = from + 1;
        while (i < count && values[i] == value) {
            i++;
        }
        return i - from;
    }

    /** Appends one run of equal values. */
    static void putRun(int value, int length, int width, Bytes out) {
        out.putVarInt(length << 1);
        for (int bits = 0; bits < width; bits += 8) {
            out.putByte(value >>> bits);
        }
    }

    /** Packs groups of eight until a run begins at a group's border, and returns where it stopped. */
    private static int putPacked(int[] values, int from, int count, int width, Bytes out) {
        int header = out.size;
        out.room(1 + MOST_GROUPS * width);
        out.size++;
        int groups = 0;
        int i = from;
        while (i < count && groups < MOST_GROUPS) {
            if (groups > 0 && count - i >= 8 && values[i] == values[i + 1] && isRunOfEight(values, i)) {
                break;
            }
            putGroup(values, i, Math.min(8, count - i), width, out);
            groups++;
            i += 8;
        }
        out.array[header] = (byte) ((groups << 1) | 1);
        return Math.min(i, count);
    }

    private static boolean isRunOfEight(int[] values, int from) {
        int value = values[from];
        for (int i = from + 2; i < from + 8; i++) {
            if (values[i] != value) {
                return false;
            }
        }
        return true;
    }

    /** Packs eight values into {@code width} bytes; those past the end are zero, which readers skip. */
    private static void putGroup(int[] values, int from, int present, int width, Bytes out) {
        byte[] array = out.array;
        int to = out.size;
        long bits = 0;
        int used = 0;
        for (int i = from; i < from + present; i++) {
            bits |= (long) values[i] << used;
            used += width;
            while (used >= 8) {
                array[to++] = (byte) bits;
                bits >>>= 8;
                used -= 8;
            }
        }
        int end = out.size + width;
        while (to < end) {
            array[to++] = (byte) bits;
            bits >>>= 8;
        }
        out.size = end;
    }
}
