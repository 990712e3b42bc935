package io.millrace.mapreduce.record;

import io.millrace.mapreduce.level.Zones;

/** Finds the time in a record's header, in the shapes that real logs have. */
final class Times {
    private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec ";
    private static final int HEADER = 160;
    /** Between date and time where each is a field of its own. */
    private static final byte[] TIME_KEY = "time=".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Times() {}

    /** Reads the first time in from..to; false if there is none. */
    static boolean find(byte[] b, int from, int to, Moment moment) {
        int limit = Math.min(to, from + HEADER);
        boolean wordStart = true;
        for (int p = from; p < limit; p++) {
            int c = b[p];
            if (wordStart && isDigit(c)) {
                if (digits(b, p, limit, moment)) {
                    return true;
                }
            } else if (wordStart && isLetter(c) && (named(b, p, limit, moment) || glog(b, p, limit, moment))) {
                return true;
            }
            wordStart = !isDigit(c) && !isLetter(c) && c != '.' || c == '_';
        }
        return false;
    }

    private static boolean digits(byte[] b, int p, int to, Moment moment) {
        int end = p;
        while (end < to && isDigit(b[end])) {
            end++;
        }
        int length = end - p;
        int mark = end < to ? b[end] : ' ';
        if (length == 4 && (mark == '-' || mark == '/' || mark == '.') && isDate(b, end, to, mark)) {
            int hourAt = end + 7;
            return date(b, number(b, p, 4), number(b, end + 1, 2), number(b, end + 4, 2), hourAt, to, moment);
        }
        int yearLast = length <= 2 && (mark == '/' || mark == '-' || mark == '.') ? yearAfter(b, end, to, mark) : -1;
        if (yearLast > 0) {
            return yearLast(b, number(b, p, length), number(b, end + 1, yearLast - end - 2), yearLast, to, moment);
        }
        if (length == 2 && (mark == '/' || mark == '-') && isDate(b, end, to, mark)) {
            return date(b, number(b, p, 2), number(b, end + 1, 2), number(b, end + 4, 2), end + 7, to, moment);
        }
        if (length == 2
                && mark == '-'
                && end + 5 < to
                && isDigit(b[end + 1])
                && isDigit(b[end + 2])
                && b[end + 3] == ' ') {
            return isClock(b, end + 4, to)
                    && moment.set(0, number(b, p, 2), number(b, end + 1, 2), number(b, end + 4, 2))
                    && moment.minute(b, end + 7, to);
        }
        if (length <= 2 && (mark == '/' || mark == '-' || mark == ' ') && month(b, end + 1, to) > 0 && end + 9 <= to) {
            int year = end + 5;
            return isDigit(b[year])
                    && isDigit(b[year + 3])
                    && date(b, number(b, year, 4), month(b, end + 1, to), number(b, p, length), year + 4, to, moment);
        }
        if (length == 6 && mark == ' ' && shortHour(b, p, end, to, moment)) {
            return true;
        }
        if (length == 6 && mark == ' ' && end + 7 <= to && isDigit(b[end + 1]) && isDigit(b[end + 6])) {
            return moment.set(number(b, p, 2), number(b, p + 2, 2), number(b, p + 4, 2), number(b, end + 1, 2))
                    && moment.minute(b, afterHour(b, end + 3, to), to);
        }
        if (length == 8
                && (mark == '-' || mark == ' ' || mark == 'T')
                && number(b, p, 4) > 1900
                && end + 3 < to
                && isDigit(b[end + 1])) {
            return moment.set(number(b, p, 4), number(b, p + 4, 2), number(b, p + 6, 2), number(b, end + 1, 2))
                    && moment.minute(b, afterHour(b, end + 3, to), to);
        }
        if (length == 10 || length == 13 || length == 16 || length == 19) {
            return moment.setEpoch(
                    Long.parseLong(new String(b, p, length, java.nio.charset.StandardCharsets.US_ASCII)));
        }
        return false;
    }

    /** Where the year stands in ".MM.yyyy" after p, or -1. */
    private static int yearAfter(byte[] b, int p, int to, int mark) {
        int second = p + 1;
        while (second < to && isDigit(b[second])) {
            second++;
        }
        boolean year = second > p + 1
                && second - p <= 3
                && second + 5 <= to
                && b[second] == mark
                && areDigits(b, second + 1, 4)
                && !(second + 5 < to && isDigit(b[second + 5]));
        return year ? second + 1 : -1;
    }

    /** "240501  3:30:00", as MySQL before 5.7 has it: a compact day and an hour without a nought. */
    private static boolean shortHour(byte[] b, int day, int dayEnd, int to, Moment moment) {
        int clock = skipBlanks(b, dayEnd, to);
        int hour = clock;
        while (hour < to && isDigit(b[hour])) {
            hour++;
        }
        return hour > clock
                && hour - clock <= 2
                && hour + 2 < to
                && b[hour] == ':'
                && isDigit(b[hour + 1])
                && moment.set(
                        number(b, day, 2), number(b, day + 2, 2), number(b, day + 4, 2), number(b, clock, hour - clock))
                && moment.minute(b, hour + 1, to);
    }

    /**
     * "05/01/2024, 11:30:00 PM", "05-01-2024 23:30:00", "01.05.2024 23:30:00". The month comes first, as in the United States,
     * unless the number is too large for one or dots stand between, as in Germany.
     */
    private static boolean yearLast(byte[] b, int first, int second, int year, int to, Moment moment) {
        boolean dayFirst = first > 12 || b[year - 1] == '.';
        int clock = year + 4;
        while (clock < to && clock < year + 8 && !isDigit(b[clock])) {
            clock++;
        }
        int month = dayFirst ? second : first;
        int day = dayFirst ? first : second;
        boolean known = halfDay(b, number(b, year, 4), month, day, clock, to, moment);
        if (known && isClock(b, clock, to)) {
            zone(b, clock, to, moment);
        }
        return known;
    }

    private static boolean areDigits(byte[] b, int from, int length) {
        for (int p = from; p < from + length; p++) {
            if (!isDigit(b[p])) {
                return false;
            }
        }
        return true;
    }

    /** Whether ".MM.dd" stands at p, with the given mark and real numbers. */
    private static boolean isDate(byte[] b, int p, int to, int mark) {
        return p + 6 <= to
                && isDigit(b[p + 1])
                && isDigit(b[p + 2])
                && b[p + 3] == mark
                && isDigit(b[p + 4])
                && isDigit(b[p + 5]);
    }

    /** A date, and the clock after it if there is one. */
    private static boolean date(byte[] b, int year, int month, int day, int clock, int to, Moment moment) {
        int p = clock;
        if (p + TIME_KEY.length < to
                && java.util.Arrays.equals(b, p, p + TIME_KEY.length, TIME_KEY, 0, TIME_KEY.length)) {
            p += TIME_KEY.length;
        }
        int start = p;
        while (p < to && p < start + 3 && !isDigit(b[p])) {
            p++; // "T", blank, colon, comma, "_", "-", quotes
        }
        if (!isClock(b, p, to)) {
            return moment.set(year, month, day, 0);
        }
        if (!moment.set(year, month, day, number(b, p, 2))) {
            return false;
        }
        moment.minute(b, p + 3, to);
        zone(b, p, to, moment);
        return true;
    }

    /** The minutes after an hour that ends at p: "10:30" or "1030". */
    private static int afterHour(byte[] b, int p, int to) {
        return p < to && b[p] == ':' ? p + 1 : p;
    }

    /** "May 01 10:00:00 2024", "May 1, 2024 10:00:00 AM", "May  1 10:00:00". */
    private static boolean named(byte[] b, int p, int to, Moment moment) {
        int month = month(b, p, to);
        if (month == 0) {
            return false;
        }
        int q = p;
        while (q < to && isLetter(b[q])) {
            q++;
        }
        q = skipBlanks(b, q, to);
        int dayEnd = q;
        while (dayEnd < to && isDigit(b[dayEnd])) {
            dayEnd++;
        }
        if (dayEnd == q || dayEnd - q > 2) {
            return false;
        }
        int day = number(b, q, dayEnd - q);
        if (dayEnd < to && b[dayEnd] == ',') {
            int year = skipBlanks(b, dayEnd + 1, to);
            return year + 4 <= to
                    && isDigit(b[year])
                    && isDigit(b[year + 3])
                    && halfDay(b, number(b, year, 4), month, day, skipBlanks(b, year + 4, to), to, moment);
        }
        int clock = skipBlanks(b, dayEnd, to);
        if (!isClock(b, clock, to)) {
            return false;
        }
        int after = clock;
        while (after < to && b[after] != ' ') {
            after++;
        }
        int year = skipBlanks(b, after, to);
        int zone = year;
        int zoneEnd = zone;
        while (zoneEnd < to && isLetter(b[zoneEnd])) {
            zoneEnd++;
        }
        boolean zoned = zoneEnd > zone && Zones.isName(b, zone, zoneEnd) && isYear(b, skipBlanks(b, zoneEnd, to), to);
        year = zoned ? skipBlanks(b, zoneEnd, to) : year; // "Wed May  1 10:00:00 CEST 2024", as date(1) has it
        boolean known = moment.set(isYear(b, year, to) ? number(b, year, 4) : 0, month, day, number(b, clock, 2))
                && moment.minute(b, clock + 3, to);
        if (known && zoned) {
            moment.toUtc(Zones.minutes(b, zone, zoneEnd));
        }
        return known;
    }

    private static boolean isYear(byte[] b, int p, int to) {
        return p + 4 <= to && areDigits(b, p, 4) && (p + 4 == to || !isDigit(b[p + 4]));
    }

    /** "10:00:00 AM": java.util.logging's clock has two halves, and hours of one digit. */
    private static boolean halfDay(byte[] b, int year, int month, int day, int clock, int to, Moment moment) {
        int end = clock;
        while (end < to && isDigit(b[end])) {
            end++;
        }
        if (end == clock || end - clock > 2 || end >= to || b[end] != ':') {
            return moment.set(year, month, day, 0);
        }
        int hour = number(b, clock, end - clock);
        int after = end;
        while (after < to && (isDigit(b[after]) || b[after] == ':')) {
            after++;
        }
        after = skipBlanks(b, after, to);
        boolean half = after + 1 < to && (b[after + 1] | 0x20) == 'm';
        if (half) {
            hour = hour % 12 + ((b[after] | 0x20) == 'p' ? 12 : 0);
        }
        return moment.set(year, month, day, hour) && moment.minute(b, end + 1, to);
    }

    /** "I0501 10:00:00". */
    private static boolean glog(byte[] b, int p, int to, Moment moment) {
        return p + 8 < to
                && isDigit(b[p + 1])
                && isDigit(b[p + 4])
                && b[p + 5] == ' '
                && isClock(b, p + 6, to)
                && moment.set(0, number(b, p + 1, 2), number(b, p + 3, 2), number(b, p + 6, 2))
                && moment.minute(b, p + 9, to);
    }

    /** A zone after the clock at p: Z, +02:00 or +0200, " +0000", or a name of {@link Zones}. */
    private static void zone(byte[] b, int p, int to, Moment moment) {
        int q = p;
        while (q < to && (isDigit(b[q]) || b[q] == ':' || b[q] == '.' || b[q] == ',')) {
            q++;
        }
        q = q < to && b[q] == ' ' ? q + 1 : q;
        int name = q;
        while (name < to && isLetter(b[name])) {
            name++;
        }
        if (name > q && Zones.isName(b, q, name)) {
            moment.toUtc(Zones.minutes(b, q, name));
            return;
        }
        if (q + 5 > to || (b[q] != '+' && b[q] != '-') || !isDigit(b[q + 1]) || !isDigit(b[q + 2])) {
            return;
        }
        int minuteAt = b[q + 3] == ':' ? q + 4 : q + 3;
        if (minuteAt + 2 > to
                || !isDigit(b[minuteAt])
                || !isDigit(b[minuteAt + 1])
                || (minuteAt + 2 < to && isDigit(b[minuteAt + 2]))) {
            return;
        }
        int minutes = number(b, q + 1, 2) * 60 + number(b, minuteAt, 2);
        moment.toUtc(b[q] == '-' ? -minutes : minutes);
    }

    private static int month(byte[] b, int p, int to) {
        if (p + 3 > to || !isLetter(b[p]) || !isLetter(b[p + 1])) {
            return 0;
        }
        for (int i = 0; i < MONTHS.length(); i += 4) {
            if ((b[p] | 0x20) == MONTHS.charAt(i)
                    && (b[p + 1] | 0x20) == MONTHS.charAt(i + 1)
                    && (b[p + 2] | 0x20) == MONTHS.charAt(i + 2)) {
                return i / 4 + 1;
            }
        }
        return 0;
    }

    private static boolean isClock(byte[] b, int p, int to) {
        return p + 5 <= to
                && isDigit(b[p])
                && isDigit(b[p + 1])
                && (b[p + 2] == ':' || b[p + 2] == '.')
                && isDigit(b[p + 3])
                && isDigit(b[p + 4]);
    }

    private static int number(byte[] b, int from, int length) {
        int number = 0;
        for (int p = from; p < from + length; p++) {
            number = number * 10 + b[p] - '0';
        }
        return number;
    }

    private static int skipBlanks(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] == ' ') {
            p++;
        }
        return p;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c & ~0x20) >= 'A' && (c & ~0x20) <= 'Z';
    }
}
