package io.millrace.mapreduce.level;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Classes of bytes and the small steps that all forms need. ASCII only: bytes of other characters belong to no class. */
final class Chars {
    /** Starts a terminal's colour, which many programs write into files too. */
    static final int ESCAPE = 0x1B;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Chars() {}

    /** The position of the first such byte in from..to, or to if there is none; eight bytes at a time. */
    static int find(byte[] bytes, int from, int to, byte wanted) {
        long pattern = ONES * (wanted & 0xFF);
        int p = from;
        while (p <= to - 8) {
            long word = (long) LONG.get(bytes, p) ^ pattern;
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                return p + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            p += 8;
        }
        while (p < to && bytes[p] != wanted) {
            p++;
        }
        return p;
    }

    /** Where a text of so many bytes starts: after UTF-8's byte order mark, if it has one. */
    static int afterMark(byte[] bytes, int length) {
        boolean marked = length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(int c) {
        int upper = c & ~0x20;
        return upper >= 'A' && upper <= 'Z';
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    static int skipBlanks(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && isBlank(bytes[p])) {
            p++;
        }
        return p;
    }

    /** The byte after the colour that starts at from ({@code ESC [ 3 2 m}), or after the escape alone. */
    static int skipColour(byte[] bytes, int from, int to) {
        int p = from + 1;
        if (p < to && bytes[p] == '[') {
            p++;
            while (p < to && (isDigit(bytes[p]) || bytes[p] == ';')) {
                p++;
            }
            return Math.min(to, p + 1);
        }
        return p;
    }

    static int skipLetters(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && isLetter(bytes[p])) {
            p++;
        }
        return p;
    }

    static int skipDigits(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && isDigit(bytes[p])) {
            p++;
        }
        return p;
    }

    /** The end of the token that starts at from: the next blank, or to. */
    static int tokenEnd(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && !isBlank(bytes[p])) {
            p++;
        }
        return p;
    }

    /** The end before the blanks that end from..to. */
    static int trimEnd(byte[] bytes, int from, int to) {
        int p = to;
        while (p > from && isBlank(bytes[p - 1])) {
            p--;
        }
        return p;
    }

    /** The bracket that closes the one at open, within the next 256 bytes, or -1. */
    static int closing(byte[] bytes, int open, int to) {
        byte opening = bytes[open];
        int closing = opening == '(' ? ')' : opening + 2;
        int limit = Math.min(to, open + 256);
        int depth = 0;
        for (int p = open; p < limit; p++) {
            if (bytes[p] == opening) {
                depth++;
            } else if (bytes[p] == closing && --depth == 0) {
                return p;
            }
        }
        return -1;
    }

    static boolean equalsAt(byte[] bytes, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        return startsWith(bytes, from, to, ascii);
    }

    static boolean startsWith(byte[] bytes, int from, int to, String ascii) {
        if (to - from < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
