package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;

/**
 * Reads instants in the form that nearly all have, {@code 2026-03-01T12:00:00.000Z}, eight bytes at a
 * time; remembers the last minute, since consecutive records are mostly of the same one.
 */
final class UsualTime {
    static final int LENGTH = 24;
    /** The answer for any other form, right or wrong: {@link Iso8601} decides. */
    static final long OTHER = Long.MIN_VALUE;

    private static final long HIGH = 0x8080808080808080L;
    private static final long ZEROS = 0x3030303030303030L;
    /** Added to a byte of at most 9 it leaves the highest bit unset. */
    private static final long ABOVE_NINE = 0x7676767676767676L;
    /** A colon, two digits, a point, three digits, Z; the first byte is the lowest. */
    private static final long SEPARATORS = ':' | (long) '.' << 24 | (long) 'Z' << 56;

    private static final long AT_SEPARATORS = 0xFF000000FF0000FFL;

    private long lastDate;
    private long lastTime;
    private long lastMinute;

    /** Milliseconds since the epoch of the 24 bytes there. */
    long millis(byte[] bytes, int at) {
        long word = Bytes.load(bytes, at + 16);
        long digits = (word ^ ZEROS) & ~AT_SEPARATORS;
        if ((word & AT_SEPARATORS) != SEPARATORS || ((digits + ABOVE_NINE | digits) & HIGH) != 0) {
            return OTHER;
        }
        int seconds = digit(digits, 1) * 10 + digit(digits, 2);
        if (seconds > 59) {
            return OTHER;
        }
        long date = Bytes.load(bytes, at);
        long time = Bytes.load(bytes, at + 8);
        if (date != lastDate || time != lastTime) {
            long micros = Iso8601.minute(bytes, at);
            if (micros == Iso8601.INVALID) {
                return OTHER;
            }
            lastMinute = micros / 1000;
            lastDate = date;
            lastTime = time;
        }
        return lastMinute + seconds * 1000L + digit(digits, 4) * 100L + digit(digits, 5) * 10L + digit(digits, 6);
    }

    private static int digit(long digits, int index) {
        return (int) (digits >>> 8 * index) & 0xf;
    }
}
