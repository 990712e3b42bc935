package io.millrace.mapreduce.time;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Seconds as a result writes them: {@code 2024-05-01T10:30:00}, {@code --05-01T10:30:00} if no year is known, {@code -} for no time. */
public final class TimeText {
    /** The year of times without one: a leap year, and none of any log. */
    public static final int NO_YEAR = 0;

    /** What a result has in place of a time, or of anything else, that a record does not say. */
    public static final String NOTHING = "-";

    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter WITHOUT_YEAR = DateTimeFormatter.ofPattern("--MM-dd'T'HH:mm:ss");

    private TimeText() {}

    /** The text of a second since 1970 by the clock that the result has; of the largest and the smallest number that there is none. */
    public static String of(long second) {
        if (second == Long.MAX_VALUE || second == Long.MIN_VALUE) {
            return NOTHING;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        return (time.getYear() == NO_YEAR ? WITHOUT_YEAR : WHOLE).format(time);
    }
}
