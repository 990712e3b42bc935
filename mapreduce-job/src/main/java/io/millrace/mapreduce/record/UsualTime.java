package io.millrace.mapreduce.record;

import io.millrace.mapreduce.level.Zones;

/**
 * The time of lines that start as most do, {@code 2024-05-01 10:30:00,123 } without a zone, read where it stands; {@link Times} finds that of
 * every other line.
 */
final class UsualTime {
    /** Where the parts of such a time stand. */
    private static final int MONTH = 5;

    private static final int DAY = 8;
    private static final int HOUR = 11;
    private static final int MINUTE = 14;
    private static final int SECOND = 17;
    private static final int FRACTION = 20;
    private static final int END = 23;

    private UsualTime() {}

    /** As {@link Times#find}. */
    static boolean find(byte[] b, int from, int to, Moment moment) {
        return isUsual(b, from, to)
                        && moment.set(
                                two(b, from) * 100 + two(b, from + 2),
                                two(b, from + MONTH),
                                two(b, from + DAY),
                                two(b, from + HOUR))
                        && moment.minute(b, from + MINUTE, to)
                || Times.find(b, from, to, moment);
    }

    private static boolean isUsual(byte[] b, int from, int to) {
        return from + END + 2 < to
                && areTwo(b, from)
                && areTwo(b, from + 2)
                && b[from + MONTH - 1] == '-'
                && areTwo(b, from + MONTH)
                && b[from + DAY - 1] == '-'
                && areTwo(b, from + DAY)
                && (b[from + HOUR - 1] == ' ' || b[from + HOUR - 1] == 'T')
                && areTwo(b, from + HOUR)
                && b[from + MINUTE - 1] == ':'
                && areTwo(b, from + MINUTE)
                && b[from + SECOND - 1] == ':'
                && areTwo(b, from + SECOND)
                && (b[from + FRACTION - 1] == ',' || b[from + FRACTION - 1] == '.')
                && areTwo(b, from + FRACTION)
                && isDigit(b[from + FRACTION + 2])
                && b[from + END] == ' '
                && !startsZone(b, from + END + 1, to);
    }

    private static boolean startsZone(byte[] b, int p, int to) {
        int end = p;
        while (end < to && ((b[end] & ~0x20) >= 'A' && (b[end] & ~0x20) <= 'Z')) {
            end++;
        }
        return end > p ? Zones.isName(b, p, end) : b[p] == '+' || b[p] == '-';
    }

    private static boolean areTwo(byte[] b, int p) {
        return isDigit(b[p]) && isDigit(b[p + 1]);
    }

    private static int two(byte[] b, int p) {
        return (b[p] - '0') * 10 + b[p + 1] - '0';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
