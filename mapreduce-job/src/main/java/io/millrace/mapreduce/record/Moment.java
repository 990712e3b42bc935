package io.millrace.mapreduce.record;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The day, hour and minute of a record, mutable and reused. A time with a zone is turned into UTC; one without is kept as it was
 * written; a year that was not written stays unknown.
 */
final class Moment {
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;

    /** Sets the wall-clock time; year 0 if it is not known. Returns false if there is no such day or hour. */
    boolean set(int newYear, int newMonth, int newDay, int newHour) {
        year = newYear < 100 && newYear > 0 ? 2000 + newYear : newYear;
        month = newMonth;
        day = newDay;
        hour = newHour;
        minute = 0;
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour <= 24;
    }

    /** Sets the minute from the two digits at a position; to nought if there are none. Always true. */
    boolean minute(byte[] b, int at, int to) {
        boolean digits = at + 1 < to && b[at] >= '0' && b[at] <= '5' && b[at + 1] >= '0' && b[at + 1] <= '9';
        minute = digits ? (b[at] - '0') * 10 + b[at + 1] - '0' : 0;
        return true;
    }

    /** Turns the time from so many minutes east of Greenwich into UTC. */
    void toUtc(int offsetMinutes) {
        if (offsetMinutes == 0 || year == 0 || hour > 23 || day > 28 && !isRealDay()) {
            return;
        }
        at(LocalDateTime.of(year, month, day, hour, minute).minusMinutes(offsetMinutes));
    }

    /** Sets the time from an epoch of seconds, or of milli-, micro- or nanoseconds, told apart by size. */
    boolean setEpoch(long number) {
        long seconds = number;
        while (seconds > 100_000_000_000L) {
            seconds /= 1000;
        }
        if (seconds < 100_000_000L) {
            return false;
        }
        at(LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
        return true;
    }

    /** Sets the time from milliseconds since 1970, UTC. */
    void setMillis(long millis) {
        at(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    /** Writes the time up to its day, hour or minute to target, as {@link TimeStep} shows; returns the position after it. */
    int write(byte[] target, int at, TimeStep step) {
        int p = at;
        if (year == 0) {
            target[p++] = '-';
        } else {
            p = two(target, p, year / 100);
            p = two(target, p, year % 100);
        }
        target[p++] = '-';
        p = two(target, p, month);
        target[p++] = '-';
        p = two(target, p, day);
        if (step != TimeStep.DAY) {
            target[p++] = 'T';
            p = two(target, p, hour);
        }
        if (step == TimeStep.MINUTE) {
            target[p++] = ':';
            p = two(target, p, minute);
        }
        return p;
    }

    private boolean isRealDay() {
        return day <= java.time.YearMonth.of(year, month).lengthOfMonth();
    }

    private void at(LocalDateTime time) {
        year = time.getYear();
        month = time.getMonthValue();
        day = time.getDayOfMonth();
        hour = time.getHour();
        minute = time.getMinute();
    }

    private static int two(byte[] target, int at, int number) {
        target[at] = (byte) ('0' + number / 10);
        target[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }
}
