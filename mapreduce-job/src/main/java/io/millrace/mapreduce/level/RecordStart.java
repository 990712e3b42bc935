package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.Chars.isDigit;

/**
 * Whether a line starts as records do in any log: with a day and a time of day. Such a line is a record, whatever the records
 * before it look like: of a file whose form changes on the way nothing may be lost.
 */
final class RecordStart {
    private static final int LONGEST_CLIENT = 64;
    private static final int LONGEST_MONTH = 24;

    private RecordStart() {}

    /** Whether a day and a time of day start the line from..to, alone or in a bracket, or after the client of an access log. */
    static boolean isAt(byte[] b, int from, int to) {
        if (from == to || Chars.isBlank(b[from])) {
            return from < to && isProcess(b, Chars.skipBlanks(b, from, to), to);
        }
        int p = from;
        int word = Chars.skipBlanks(b, p + 1, to);
        if (b[p] == '[' && word < to && Chars.isLetter(b[word])) {
            int close = Chars.skipBlanks(
                    b, Chars.skipLetters(b, word, to), to); // "[GIN] 2024/05/01 - 10:00:00", "[ WARN] [1714557600.0]"
            p = close < to && b[close] == ']' ? Chars.skipBlanks(b, close + 1, to) : p;
        }
        while (p < to && (b[p] == '[' || b[p] == '(' || b[p] == '<' || b[p] == '"')) {
            p++;
        }
        return timeEnd(b, p, to) > 0 || isAccess(b, from, to) || isProcess(b, from, to) || isAfterWord(b, from, to);
    }

    /**
     * "info  [2024-05-01 10:00:00.000 Z]", "CONNECT   May 01 10:00:00.000": one word before a bracket with a day and a time, or one in
     * capitals before these alone.
     */
    private static boolean isAfterWord(byte[] b, int from, int to) {
        int word = Chars.skipLetters(b, from, to);
        int time = Chars.skipBlanks(b, word, to);
        if (word == from || time == to) {
            return false;
        }
        if (b[time] == '[') {
            return timeEnd(b, time + 1, to) > 0;
        }
        boolean capitals = word - from > 1 && time > word;
        for (int p = from; p < word; p++) {
            capitals &= (b[p] & 0x20) == 0;
        }
        return capitals && timeEnd(b, time, to) > 0;
    }

    /** "  1234:20240501:100000.000", as Zabbix writes process, day and time, the first of them flush right. */
    private static boolean isProcess(byte[] b, int from, int to) {
        int process = Chars.skipDigits(b, from, to);
        int day = Math.min(to, process + 1);
        int clock = Math.min(to, day + 9);
        return process > from
                && clock + 7 <= to
                && b[process] == ':'
                && b[clock - 1] == ':'
                && b[clock + 6] == '.'
                && Chars.skipDigits(b, day, clock) == clock - 1
                && Chars.skipDigits(b, clock, clock + 6) == clock + 6;
    }

    /**
     * Whether the line is nothing but a time and one or two names: java.util.logging writes a record's time, class and method on
     * a line of their own, and the level on the next.
     */
    static boolean isAlone(byte[] b, int from, int to) {
        int p = timeEnd(b, from, to);
        p = p < 0 ? localized(b, from, to) : p;
        if (p < 0) {
            return false;
        }
        int names = 0;
        for (p = Chars.skipBlanks(b, p, to); p < to; p = Chars.skipBlanks(b, p, to)) {
            int end = Chars.tokenEnd(b, p, to);
            boolean half =
                    names == 0 && ((end - p <= 4 && (b[p] | 0x20) != b[p]) || !isAscii(b, p, end)); // AM, PM, CEST
            names += half ? 0 : 1;
            p = end;
        }
        return names <= 2;
    }

    /** "mai 01, 2024 10:00:00 AM", "5月 01, 2024 10:00:00", "1 mai 2024 10:00:00": a month in any language; the byte after it, or -1. */
    private static int localized(byte[] b, int from, int to) {
        int first = Chars.tokenEnd(b, from, Math.min(to, from + LONGEST_MONTH));
        int second = Chars.skipBlanks(b, first, to);
        int day = Chars.skipDigits(b, second, to);
        int year = -1;
        if (day > second && day - second <= 2 && day + 1 < to && b[day] == ',') {
            year = Chars.skipBlanks(b, day + 1, to);
        } else if (first - from <= 2 && Chars.skipDigits(b, from, first) == first) {
            int month = Chars.tokenEnd(b, second, Math.min(to, second + LONGEST_MONTH));
            year = Chars.skipBlanks(b, month, to);
        }
        boolean found = year > 0 && Chars.skipDigits(b, year, to) == year + 4 && year + 4 < to;
        return found ? clockEnd(b, Chars.skipBlanks(b, year + 4, to), to) : -1;
    }

    private static boolean isAscii(byte[] b, int from, int to) {
        for (int p = from; p < to; p++) {
            if (b[p] < 0) {
                return false;
            }
        }
        return true;
    }

    /** The byte after a day and a time of day that start at p, or -1. */
    private static int timeEnd(byte[] b, int p, int to) {
        if (p >= to) {
            return -1;
        }
        if (!isDigit(b[p])) {
            return named(b, p, to);
        }
        int day = Chars.skipDigits(b, p, to);
        if (day - p == 10 && day + 3 < to && b[p] == '1' && (b[day] == '.' || b[day] == ']')) {
            return Chars.tokenEnd(b, day, to); // an epoch
        }
        int q = p;
        int marks = 0;
        while (q < to && (isDigit(b[q]) || b[q] == '-' || b[q] == '/' || b[q] == '.')) {
            marks += isDigit(b[q]) ? 0 : 1;
            q++;
        }
        int month = Chars.skipLetters(b, q, to);
        if (marks == 1 && month - q == 3 && Tokens.isMonthOrDay(b, q, month) && month < to) {
            q = Chars.skipDigits(b, month + 1, to); // 01-May-2024, 01/May/2024
            marks = 2;
        }
        boolean compact = marks == 0 && (q - p == 6 || q - p == 8);
        if (!compact && (marks != 2 || q - p < 8)) {
            return -1;
        }
        if (q < to && b[q] == ',') {
            q++;
        }
        if (q >= to || !(Chars.isBlank(b[q]) || b[q] == 'T' || b[q] == ':' || b[q] == '-' || b[q] == '_')) {
            return -1;
        }
        q = Chars.skipBlanks(b, Chars.isBlank(b[q]) ? q : q + 1, to);
        while (q < to && b[q] == '-') {
            q++;
        }
        return clockEnd(b, Chars.skipBlanks(b, q, to), to);
    }

    /** "May  1 10:00:00", "Wed May 01 10:00:00 2024", "May 01, 2024 1:00:00 AM". */
    private static int named(byte[] b, int from, int to) {
        if ((b[from] & 0x20) != 0) {
            return -1; // months and days have a capital
        }
        int p = from;
        int end = Chars.skipLetters(b, p, to);
        int names = 0;
        while (names < 2 && end > p && Tokens.isMonthOrDay(b, p, end)) {
            names++;
            p = end < to && b[end] == ',' ? end + 1 : end;
            p = Chars.skipBlanks(b, p, to);
            end = Chars.skipLetters(b, p, to);
        }
        int day = Chars.skipDigits(b, p, to);
        if (names == 0 || day == p || day - p > 2) {
            return -1;
        }
        p = day;
        if (p < to && b[p] == ',') {
            p = Chars.skipBlanks(b, p + 1, to);
        }
        p = Chars.skipBlanks(b, p, to);
        int year = Chars.skipDigits(b, p, to);
        if (year - p == 4) {
            p = year < to && b[year] == ',' ? year + 1 : year;
            p = Chars.skipBlanks(b, p, to);
        }
        return clockEnd(b, p, to);
    }

    /** "10:00", "1:00:00", "10:00:00.123+02:00": the byte after it, or -1. */
    private static int clockEnd(byte[] b, int p, int to) {
        int hour = Chars.skipDigits(b, p, to);
        if (hour == p
                || hour - p > 2
                || hour + 2 >= to
                || (b[hour] != ':' && b[hour] != '.')
                || !isDigit(b[hour + 1])) {
            return -1;
        }
        int q = hour;
        while (q < to && !Chars.isBlank(b[q]) && b[q] != ']' && b[q] != ')' && b[q] != '|') {
            q++;
        }
        return q;
    }

    /** "client - user [01/May/2024:10:00:00 +0000]", the common log format. */
    private static boolean isAccess(byte[] b, int from, int to) {
        int p = Chars.find(b, from, Math.min(to, from + LONGEST_CLIENT), (byte) ' ');
        if (p + 4 > to || b[p] != ' ' || b[p + 1] != '-' || b[p + 2] != ' ') {
            return false; // no server knows its clients' names any more
        }
        p = Chars.tokenEnd(b, p + 3, Math.min(to, p + LONGEST_CLIENT));
        p = Chars.skipBlanks(b, p, to);
        return p + 20 < to && b[p] == '[' && isDigit(b[p + 1]) && timeEnd(b, p + 1, to) > 0;
    }
}
