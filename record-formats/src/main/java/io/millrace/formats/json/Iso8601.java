package io.millrace.formats.json;

/**
 * Reads dates and instants from bytes: {@code 2026-03-01T12:00:00Z}, with or without seconds and fractions, with any
 * offset, or a bare date, which means its midnight in UTC. Fractions finer than a microsecond are cut.
 */
public final class Iso8601 {
    /** What the methods answer if the bytes are no date or instant. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final long DAY_MICROS = 86_400_000_000L;

    private Iso8601() {}

    /** Days since 1970-01-01 of exactly {@code yyyy-MM-dd}. */
    public static long days(byte[] b, int from, int to) {
        if (to - from != 10 || b[from + 4] != '-' || b[from + 7] != '-') {
            return INVALID;
        }
        int year = two(b, from) * 100 + two(b, from + 2);
        int month = two(b, from + 5);
        int day = two(b, from + 8);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > 28 && day > lengthOfMonth(year, month)) {
            return INVALID;
        }
        return toDays(year, month, day);
    }

    /** Microseconds since the epoch. */
    public static long micros(byte[] b, int from, int to) {
        if (to - from == 10) {
            long days = days(b, from, to);
            return days == INVALID ? INVALID : days * DAY_MICROS;
        }
        long micros = to - from < 17 ? INVALID : minute(b, from);
        if (micros == INVALID) {
            return INVALID;
        }
        int p = from + 16;
        if (b[p] == ':') {
            int second = to - p > 3 ? two(b, p + 1) : -1;
            if (second < 0 || second > 59) {
                return INVALID;
            }
            micros += second * 1_000_000L;
            p += 3;
            if (p < to && (b[p] == '.' || b[p] == ',')) {
                int first = ++p;
                int fraction = 0;
                int unit = 100_000;
                while (p < to && b[p] >= '0' && b[p] <= '9') {
                    fraction += (b[p++] - '0') * unit;
                    unit /= 10;
                }
                if (p == first) {
                    return INVALID;
                }
                micros += fraction;
            }
        }
        return zone(b, p, to, micros);
    }

    /** Microseconds since the epoch of the 16 bytes {@code yyyy-MM-ddTHH:mm}, in UTC. */
    static long minute(byte[] b, int from) {
        long days = days(b, from, from + 10);
        byte t = b[from + 10];
        if (days == INVALID || t != 'T' && t != 't' && t != ' ' || b[from + 13] != ':') {
            return INVALID;
        }
        int hour = two(b, from + 11);
        int minute = two(b, from + 14);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return INVALID;
        }
        return days * DAY_MICROS + (hour * 60 + minute) * 60_000_000L;
    }

    /** Applies the offset, which must be all that is left. */
    private static long zone(byte[] b, int p, int to, long local) {
        int left = to - p;
        if (left == 1) {
            return (b[p] | 0x20) == 'z' ? local : INVALID;
        }
        if (left != 3 && left != 5 && left != 6 || b[p] != '+' && b[p] != '-' || left == 6 && b[p + 3] != ':') {
            return INVALID;
        }
        int hours = two(b, p + 1);
        int minutes = left == 3 ? 0 : two(b, to - 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return INVALID;
        }
        long offset = (hours * 60 + minutes) * 60_000_000L;
        return b[p] == '+' ? local - offset : local + offset;
    }

    /** Two digits as a number, or something far below zero. */
    private static int two(byte[] b, int p) {
        int tens = b[p] - '0';
        int ones = b[p + 1] - '0';
        if ((tens | ones | 9 - tens | 9 - ones) < 0) {
            return -1_000_000;
        }
        return tens * 10 + ones;
    }

    private static int lengthOfMonth(int year, int month) {
        if (month == 2) {
            return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Counts days in years that begin in March, so that the leap day is the last. */
    private static long toDays(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
