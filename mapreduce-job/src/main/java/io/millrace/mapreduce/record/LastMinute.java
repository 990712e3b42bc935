package io.millrace.mapreduce.record;

import io.millrace.mapreduce.level.Zones;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the time of lines that start as most do, {@code 2024-05-01 10:30:00,123 } without a zone, by what was found for the minute before;
 * every other line by {@link Times}. Records of one minute follow each other. Mutable; for one thread.
 */
final class LastMinute {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Where the parts of such a time stand. */
    private static final int DATE = 10;

    private static final int SECOND = 17;

    private static final int FRACTION = 20;
    private static final int END = 23;

    private final Moment minute = new Moment();
    private final byte[] text = new byte[SECOND];
    private long day;
    private long clock;
    private boolean known;

    /** As {@link Times#find}. */
    boolean find(byte[] b, int from, int to, Moment moment) {
        if (!isUsual(b, from, to)) {
            return Times.find(b, from, to, moment);
        }
        long days = (long) LONG.get(b, from);
        long clocks = (long) LONG.get(b, from + 8);
        if (known && days == day && clocks == clock) {
            moment.set(minute);
            moment.setSecond((b[from + SECOND] - '0') * 10 + b[from + SECOND + 1] - '0');
            return true;
        }
        boolean found = Times.find(b, from, to, moment);
        known = found && isWritten(moment, b, from);
        minute.set(moment);
        day = days;
        clock = clocks;
        return found;
    }

    /** Whether the time is the one that the line starts with: of a day that there is not, a later one may have been found. */
    private boolean isWritten(Moment moment, byte[] b, int from) {
        int length = moment.write(text, 0, TimeStep.MINUTE);
        text[DATE] = b[from + DATE];
        return Arrays.equals(text, 0, length, b, from, from + SECOND - 1);
    }

    private static boolean isUsual(byte[] b, int from, int to) {
        return from + END + 2 < to
                && b[from + 4] == '-'
                && b[from + 7] == '-'
                && (b[from + 10] == ' ' || b[from + 10] == 'T')
                && b[from + 13] == ':'
                && b[from + 16] == ':'
                && isSecond(b, from + SECOND)
                && (b[from + FRACTION - 1] == ',' || b[from + FRACTION - 1] == '.')
                && isDigit(b[from])
                && isDigit(b[from + FRACTION])
                && isDigit(b[from + FRACTION + 1])
                && isDigit(b[from + FRACTION + 2])
                && b[from + END] == ' '
                && !startsZone(b, from + END + 1, to);
    }

    private static boolean isSecond(byte[] b, int p) {
        return b[p] >= '0' && b[p] <= '5' && isDigit(b[p + 1]);
    }

    private static boolean startsZone(byte[] b, int p, int to) {
        int end = p;
        while (end < to && ((b[end] & ~0x20) >= 'A' && (b[end] & ~0x20) <= 'Z')) {
            end++;
        }
        return end > p ? Zones.isName(b, p, end) : b[p] == '+' || b[p] == '-';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
