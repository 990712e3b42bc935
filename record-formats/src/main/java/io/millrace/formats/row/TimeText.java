package io.millrace.formats.row;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Times as texts in the forms of ISO 8601. */
public final class TimeText {
    private TimeText() {}

    /**
     * The text of a number in a column of that type: {@code 2026-03-01}, {@code 2026-03-01T12:00:00.123Z}, without {@code Z} where
     * the place is not said, {@code 12:00:00.123}.
     */
    public static String of(LeafType type, long number) {
        return switch (type) {
            case DATE -> LocalDate.ofEpochDay(number).toString();
            case TIMESTAMP_MILLIS -> instant(number, 1_000L).toString();
            case TIMESTAMP_MICROS -> instant(number, 1_000_000L).toString();
            case TIMESTAMP_NANOS -> instant(number, 1_000_000_000L).toString();
            case LOCAL_TIMESTAMP_MILLIS -> local(instant(number, 1_000L));
            case LOCAL_TIMESTAMP_MICROS -> local(instant(number, 1_000_000L));
            case LOCAL_TIMESTAMP_NANOS -> local(instant(number, 1_000_000_000L));
            case TIME_MILLIS -> time(number * 1_000_000L);
            case TIME_MICROS -> time(number * 1_000L);
            default -> throw new IllegalArgumentException(type + " is no time");
        };
    }

    private static Instant instant(long number, long perSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(number, perSecond), Math.floorMod(number, perSecond) * (1_000_000_000L / perSecond));
    }

    private static String local(Instant instant) {
        String text = instant.toString();
        return text.substring(0, text.length() - 1);
    }

    private static String time(long nanosOfDay) {
        return DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanosOfDay));
    }
}
