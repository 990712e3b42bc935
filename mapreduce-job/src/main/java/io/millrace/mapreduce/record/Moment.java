package io.millrace.mapreduce.record;

import io.millrace.mapreduce.time.LocalZone;
import io.millrace.mapreduce.time.TimeText;
import io.millrace.mapreduce.time.TimeWindow;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The time of a record to the second, mutable and reused. A time with a zone is turned into UTC; one without is kept as it was
 * written; a year that was not written stays unknown.
 */
final class Moment {
    /** From here on two digits are years of the last century, as POSIX reads %y. */
    private static final int LAST_CENTURY = 69;

    private static final int DAY_SECONDS = 86_400;

    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private boolean zoned;
    /** The first day since 1970 of the month that was asked for last. */
    private long firstDay;

    private int lastYear;
    private int lastMonth;

    /** Sets the wall-clock time; year 0 if it is not known. Returns false if there is no such day or hour. */
    boolean set(int newYear, int newMonth, int newDay, int newHour) {
        year = newYear < 100 && newYear > 0 ? (newYear < LAST_CENTURY ? 2000 : 1900) + newYear : newYear;
        month = newMonth;
        day = newDay;
        hour = newHour;
        minute = 0;
        second = 0;
        zoned = false;
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour <= 24;
    }

    /** As another one. */
    void set(Moment other) {
        year = other.year;
        month = other.month;
        day = other.day;
        hour = other.hour;
        minute = other.minute;
        second = other.second;
        zoned = other.zoned;
    }

    /** Sets the minute from the two digits at a position, and the second from those that follow; to nought if there are none. Always true. */
    boolean minute(byte[] b, int at, int to) {
        minute = sixty(b, at, to);
        second = 0;
        if (minute < 0) {
            minute = 0;
            return true;
        }
        int mark = at + 2 < to ? b[at + 2] : ' ';
        // "10.30.45" has points on both sides; in "10:30.45" the point starts a fraction.
        if (mark == ':' || mark == '.' && b[at - 1] == '.') {
            second = Math.max(0, sixty(b, at + 3, to));
        } else if (mark >= '0' && mark <= '9') {
            second = Math.max(0, sixty(b, at + 2, to));
        }
        return true;
    }

    private static int sixty(byte[] b, int at, int to) {
        boolean digits = at + 1 < to && b[at] >= '0' && b[at] <= '5' && b[at + 1] >= '0' && b[at + 1] <= '9';
        return digits ? (b[at] - '0') * 10 + b[at + 1] - '0' : -1;
    }

    /** Turns the time from so many minutes east of Greenwich into UTC. */
    void toUtc(int offsetMinutes) {
        if (year == 0 || hour > 23 || day > 28 && !isRealDay()) {
            return;
        }
        zoned = true;
        if (offsetMinutes != 0) {
            at(wall() - offsetMinutes * 60L);
        }
    }

    /** Turns a time that names no zone from that of the job into UTC. */
    void settle(LocalZone zone) {
        if (!zoned && year != 0 && (day <= 28 || isRealDay())) {
            at(zone.toUtc(wall()));
            zoned = true;
        }
    }

    /** Seconds since 1970 by the clock that it is told by; without a year, in the year {@link TimeText#NO_YEAR}. */
    long second() {
        return wall();
    }

    /** Whether no year was written. */
    boolean lacksYear() {
        return year == 0;
    }

    /** Whether the time may lie inside the window; it has to be settled before. */
    boolean isIn(TimeWindow window) {
        if (year == 0) {
            return window.holdsInAnyYear(month, day, hour * 3600 + minute * 60 + second);
        }
        return window.holds(wall());
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
        at(seconds);
        zoned = true;
        return true;
    }

    /**
     * Sets the time from milliseconds since 1970.
     *
     * @param utc whether they are an instant, and not a wall clock's
     */
    void setMillis(long millis, boolean utc) {
        at(Math.floorDiv(millis, 1000L));
        zoned = utc;
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

    /** A number for what {@link #write} writes: another for each text. */
    long number(TimeStep step) {
        long number = (year * 16L + month) * 64 + day;
        number = step == TimeStep.DAY ? number : number * 64 + hour;
        return step == TimeStep.MINUTE ? number * 64 + minute : number;
    }

    private boolean isRealDay() {
        return day <= YearMonth.of(year, month).lengthOfMonth();
    }

    /** Seconds since 1970 by the wall clock; a day that its month lacks is the one after the month's last. */
    private long wall() {
        if (year != lastYear || month != lastMonth) {
            firstDay = LocalDate.of(year, month, 1).toEpochDay();
            lastYear = year;
            lastMonth = month;
        }
        long days = firstDay + day - 1;
        return days * DAY_SECONDS + hour * 3600L + minute * 60L + second;
    }

    private void at(long seconds) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        year = time.getYear();
        month = time.getMonthValue();
        day = time.getDayOfMonth();
        hour = time.getHour();
        minute = time.getMinute();
        second = time.getSecond();
    }

    private static int two(byte[] target, int at, int number) {
        target[at] = (byte) ('0' + number / 10);
        target[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }
}
