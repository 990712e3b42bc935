package io.millrace.mapreduce.record;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The day and hour of a record, mutable and reused. A time with a zone is turned into UTC; one without is kept as it was
 * written; a year that was not written stays unknown.
 */
final class Moment {
    private int year;
    private int month;
    private int day;
    private int hour;

    /** Sets the wall-clock time; year 0 if it is not known. Returns false if there is no such day or hour. */
    boolean set(int newYear, int newMonth, int newDay, int newHour) {
        year = newYear < 100 && newYear > 0 ? 2000 + newYear : newYear;
        month = newMonth;
        day = newDay;
        hour = newHour;
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour <= 24;
    }

    /** Turns the time from so many minutes east of Greenwich into UTC. */
    void toUtc(int minute, int offsetMinutes) {
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

    /** Writes "2024-05-01T10", or "2024-05-01" without the hour, to target; returns the position after it. */
    int write(byte[] target, int at, boolean withHour) {
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
        if (withHour) {
            target[p++] = 'T';
            p = two(target, p, hour);
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
    }

    private static int two(byte[] target, int at, int number) {
        target[at] = (byte) ('0' + number / 10);
        target[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }
}
