package io.millrace.mapreduce.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A point of time as a user types it, to the second: {@code 2024-05-01T10:30:00+02:00}, without offset (then in the zone of times
 * that name none), without seconds or minutes, a date alone (its first moment), or a length of time before now.
 */
public final class TimeBound {
    private static final Pattern CLOCK = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2})(:\\d{2})?(:\\d{2})?(.*)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{2}(:?\\d{2})?|[Zz]");
    private static final String RULE =
            "a time such as 2024-05-01T10:30, 2024-05-01T10:30:00+02:00 or 2024-05-01, in whole"
                    + " seconds, or a length of time before now such as 2h";

    private TimeBound() {}

    /**
     * Seconds since 1970, UTC, of a bound.
     *
     * @param option whose value it is, for the message
     * @param zone of times without an offset
     * @throws IllegalArgumentException if it is no time
     */
    public static long parse(String option, String text, ZoneId zone, Instant now) {
        String stripped = text.strip();
        try {
            Optional<Duration> span = Span.parse(stripped);
            if (span.isPresent()) {
                return now.minus(span.get()).getEpochSecond();
            }
            if (DATE.matcher(stripped).matches()) {
                return LocalDate.parse(stripped).atStartOfDay(zone).toEpochSecond();
            }
            var clock = CLOCK.matcher(stripped);
            if (clock.matches()) {
                String minutes = clock.group(3) == null ? ":00" : clock.group(3);
                String seconds = clock.group(4) == null ? ":00" : clock.group(4);
                String time = clock.group(1) + 'T' + clock.group(2) + minutes + seconds;
                String rest = clock.group(5).strip();
                if (rest.isEmpty()) {
                    return LocalDateTime.parse(time).atZone(zone).toEpochSecond();
                }
                if (OFFSET.matcher(rest).matches()) {
                    return OffsetDateTime.parse(time + offset(rest)).toEpochSecond();
                }
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(option + " is '" + text + "', must be " + RULE, e);
        }
        throw new IllegalArgumentException(option + " is '" + text + "', must be " + RULE);
    }

    /** "+02" and "+0200" as "+02:00". */
    private static String offset(String text) {
        return switch (text.length()) {
            case 1 -> text.toUpperCase(Locale.ROOT);
            case 3 -> text + ":00";
            case 5 -> text.substring(0, 3) + ':' + text.substring(3);
            default -> text;
        };
    }
}
