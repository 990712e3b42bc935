package io.millrace.mapreduce.time;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The span of time whose records are counted.
 *
 * @param since the first second, since 1970 in UTC; {@link #OPEN_START} if there is none
 * @param until the second before which it ends; {@link #OPEN_END} if there is none
 * @param zone of times that name none
 * @param now when the job was asked for, in seconds since 1970: times without a year lie before it, give or take a day
 */
public record TimeWindow(long since, long until, ZoneId zone, long now) {
    /** No first second. */
    public static final long OPEN_START = Long.MIN_VALUE;

    /** No end. */
    public static final long OPEN_END = Long.MAX_VALUE;

    private static final long DAY = 86_400;
    /** As many years hold a 29th of February, also around 1900 and 2100. */
    private static final int LEAP_YEARS_APART = 8;

    public TimeWindow {
        requireNonNull(zone, "zone");
        if (since >= until) {
            throw new IllegalArgumentException("--since is " + Instant.ofEpochSecond(since)
                    + ", must be before --until, which is " + Instant.ofEpochSecond(until));
        }
    }

    /** All times. */
    public static TimeWindow all(ZoneId zone) {
        return new TimeWindow(OPEN_START, OPEN_END, zone, 0);
    }

    /** Whether there is a bound at all. */
    public boolean isBounded() {
        return since != OPEN_START || until != OPEN_END;
    }

    /** Whether times that name no zone are in UTC. */
    public boolean isUtc() {
        return zone.normalized().equals(ZoneOffset.UTC);
    }

    /** Whether the second since 1970, UTC, is inside. */
    public boolean holds(long second) {
        return second >= since && second < until;
    }

    /**
     * Whether there is a year that puts a time without one inside. A year that nobody wrote is not guessed: what may be meant is
     * kept.
     *
     * @param secondOfDay by the wall clock of the zone
     */
    public boolean holdsInAnyYear(int month, int day, int secondOfDay) {
        long end = until == OPEN_END ? now + DAY : until;
        int last = year(end) + 1;
        int first = Math.max(last - LEAP_YEARS_APART - 2, since == OPEN_START ? Year.MIN_VALUE : year(since) - 1);
        for (int year = last; year >= first; year--) {
            try {
                long second = LocalDateTime.of(year, month, day, 0, 0)
                        .plusSeconds(secondOfDay)
                        .atZone(zone)
                        .toEpochSecond();
                if (second >= since && second < end) {
                    return true;
                }
            } catch (DateTimeException e) {
                // There is no such day in this year.
            }
        }
        return false;
    }

    /** The window in words, to the second and in UTC. */
    public String describe() {
        String from = since == OPEN_START ? "from the first record" : "from " + Instant.ofEpochSecond(since);
        String to = until == OPEN_END ? " to the last record" : " until before " + Instant.ofEpochSecond(until);
        return from + to;
    }

    private static int year(long second) {
        return Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC).getYear();
    }
}
