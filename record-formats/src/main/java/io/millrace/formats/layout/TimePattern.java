package io.millrace.formats.layout;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
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

    /**
     * The range around the time in which patterns of this unit stay as they are, as far as it is without a gap: when clocks
     * are set back, a unit may come twice.
     */
    static Range around(ZonedDateTime time, ChronoUnit unit) {
        ZoneRules rules = time.getZone().getRules();
        LocalDateTime first = begin(time.toLocalDateTime(), unit);
        LocalDateTime last = first.plus(1, unit);
        Instant at = time.toInstant();
        ZoneOffset offset = time.getOffset();
        Instant start = first.toInstant(offset);
        ZoneOffsetTransition before = rules.previousTransition(at.plusNanos(1));
        while (before != null && !before.getInstant().isBefore(start)) {
            // The unit began before the clocks were changed, or the change is what it begins with.
            if (!begin(before.getDateTimeBefore().minusNanos(1), unit).equals(first)) {
                start = before.getInstant();
                break;
            }
            start = first.toInstant(before.getOffsetBefore());
            before = rules.previousTransition(before.getInstant());
        }
        Instant end = last.toInstant(offset);
        ZoneOffsetTransition after = rules.nextTransition(at);
        while (after != null && !after.getInstant().isAfter(end)) {
            if (!begin(after.getDateTimeAfter(), unit).equals(first)) {
                end = after.getInstant();
                break;
            }
            end = last.toInstant(after.getOffsetAfter());
            after = rules.nextTransition(after.getInstant());
        }
        return new Range(start.toEpochMilli(), end.toEpochMilli());
    }

    private static LocalDateTime begin(LocalDateTime time, ChronoUnit unit) {
        return switch (unit) {
            case MONTHS -> time.toLocalDate().withDayOfMonth(1).atStartOfDay();
            case YEARS -> time.toLocalDate().withDayOfYear(1).atStartOfDay();
            default -> time.truncatedTo(unit);
        };
    }
}
