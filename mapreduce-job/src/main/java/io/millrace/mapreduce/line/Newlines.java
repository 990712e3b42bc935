package io.millrace.mapreduce.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line ends eight bytes at a time. */
public final class Newlines {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Newlines() {}

    /** The position of the first newline in from..to, or to if there is none. */
    public static int find(byte[] bytes, int from, int to) {
        int p = from;
        int limit = to - 32;
        while (p <= limit) {
            // Four words per step: the loop's own cost would otherwise be as high as the search's.
            long a = zeros((long) LONG.get(bytes, p) ^ NEWLINES);
            long b = zeros((long) LONG.get(bytes, p + 8) ^ NEWLINES);
            long c = zeros((long) LONG.get(bytes, p + 16) ^ NEWLINES);
            long d = zeros((long) LONG.get(bytes, p + 24) ^ NEWLINES);
            if ((a | b | c | d) != 0) {
                if (a != 0) {
                    return p + first(a);
                }
                if (b != 0) {
                    return p + 8 + first(b);
                }
                return c != 0 ? p + 16 + first(c) : p + 24 + first(d);
            }
            p += 32;
        }
        while (p < to && bytes[p] != '\n') {
            p++;
        }
        return p;
    }

    /** Marks the lowest zero byte by its highest bit; higher bytes may be marked wrongly. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    private static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
