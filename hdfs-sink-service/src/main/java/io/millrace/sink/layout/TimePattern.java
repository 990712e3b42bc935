package io.millrace.sink.layout;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;

/** A pattern of date letters in a template, such as {@code yyyy-MM-dd} or {@code HH}. */
final class TimePattern {
    /** Coarsest first. */
    private static final String LETTERS = "yuMDdHm";

    private final DateTimeFormatter formatter;
    private final ChronoUnit unit;

    private TimePattern(DateTimeFormatter formatter, ChronoUnit unit) {
        this.formatter = formatter;
        this.unit = unit;
    }

    /** True if the placeholder has nothing but date letters and separators, so is a pattern and no name. */
    static boolean looksLike(String placeholder) {
        return placeholder.chars().allMatch(c -> LETTERS.indexOf(c) >= 0 || "-_.".indexOf(c) >= 0)
                && placeholder.chars().anyMatch(Character::isLetter);
    }

    static TimePattern of(String pattern) {
        int finest = pattern.chars().map(LETTERS::indexOf).max().orElseThrow();
        ChronoUnit unit = switch (LETTERS.charAt(finest)) {
            case 'm' -> ChronoUnit.MINUTES;
            case 'H' -> ChronoUnit.HOURS;
            case 'd', 'D' -> ChronoUnit.DAYS;
            case 'M' -> ChronoUnit.MONTHS;
            default -> ChronoUnit.YEARS;
        };
        return new TimePattern(DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT), unit);
    }

    ChronoUnit unit() {
        return unit;
    }

    String format(ZonedDateTime time) {
        return formatter.format(time);
    }

    /**
     * A range of time.
     *
     * @param start milliseconds since the epoch, inclusive
     * @param end milliseconds since the epoch, exclusive
     */
    record Range(long start, long end) {
        static final Range ALWAYS = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The range around the time in which patterns of this unit stay as they are. */
    static Range around(ZonedDateTime time, ChronoUnit unit) {
        ZoneId zone = time.getZone();
        switch (unit) {
            case MINUTES, HOURS -> {
                // When clocks change within the unit it ends there; an hour that is repeated stays one folder.
                Instant start = time.truncatedTo(unit).toInstant();
                Instant end = start.plus(1, unit);
                ZoneOffsetTransition before =
                        zone.getRules().previousTransition(time.toInstant().plusMillis(1));
                ZoneOffsetTransition after = zone.getRules().nextTransition(time.toInstant());
                if (before != null && before.getInstant().isAfter(start)) {
                    start = before.getInstant();
                }
                if (after != null && after.getInstant().isBefore(end)) {
                    end = after.getInstant();
                }
                return new Range(start.toEpochMilli(), end.toEpochMilli());
            }
            case DAYS -> {
                var day = time.toLocalDate();
                return new Range(
                        millis(day.atStartOfDay(zone)), millis(day.plusDays(1).atStartOfDay(zone)));
            }
            case MONTHS -> {
                var month = time.toLocalDate().withDayOfMonth(1);
                return new Range(
                        millis(month.atStartOfDay(zone)),
                        millis(month.plusMonths(1).atStartOfDay(zone)));
            }
            default -> {
                var year = time.toLocalDate().withDayOfYear(1);
                return new Range(
                        millis(year.atStartOfDay(zone)),
                        millis(year.plusYears(1).atStartOfDay(zone)));
            }
        }
    }

    private static long millis(ZonedDateTime time) {
        return time.toInstant().toEpochMilli();
    }
}
