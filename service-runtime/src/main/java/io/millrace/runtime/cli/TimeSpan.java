package io.millrace.runtime.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A length of time, as every option takes it: {@code 500ms}, {@code 30s}, {@code 0.5s}, {@code 5m}, {@code 1h}, {@code 7d}. A number
 * needs its unit; only nothing, {@code 0}, needs none.
 *
 * @param duration how long, not negative
 */
public record TimeSpan(Duration duration) {
    /** Stands in an option's field while its value could not be read, so that the other options can be looked at all the same. */
    public static final TimeSpan UNREAD = new TimeSpan(Duration.ofSeconds(1));

    /** What a value must be, to follow "must be". */
    static final String RULE = "a length of time such as 500ms, 30s, 5m, 1h or 7d";

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?|\\.\\d{1,9})\\s*([A-Za-z]+)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if the text is none, is no whole number of nanoseconds, or is longer than 292 million years
     */
    public static TimeSpan of(String text) {
        String stripped = text.strip();
        if (stripped.equals("0")) {
            return new TimeSpan(Duration.ZERO);
        }
        Matcher matcher = SHAPE.matcher(stripped);
        Long unit = matcher.matches() ? MILLIS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not " + RULE);
        }
        try {
            BigDecimal millis = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
            BigDecimal[] parts = millis.divideAndRemainder(BigDecimal.ONE);
            return new TimeSpan(Duration.ofMillis(parts[0].longValueExact())
                    .plusNanos(parts[1].movePointRight(6).longValueExact()));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is not " + RULE, e);
        }
    }

    /** The same in milliseconds. */
    public long millis() {
        return duration.toMillis();
    }

    /** True if it is longer than nothing. */
    public boolean isPositive() {
        return !duration.isZero();
    }

    /** In the largest unit of which it is a whole number. */
    @Override
    public String toString() {
        long millis = millis();
        int rest = duration.toNanosPart() % 1_000_000;
        if (rest != 0) {
            return BigDecimal.valueOf(millis)
                            .add(BigDecimal.valueOf(rest, 6))
                            .stripTrailingZeros()
                            .toPlainString()
                    + "ms";
        }
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            if (millis != 0 && millis % MILLIS.get(unit) == 0) {
                return millis / MILLIS.get(unit) + unit;
            }
        }
        return millis == 0 ? "0" : millis + "ms";
    }

    /** For options. */
    public static final class Converter implements ITypeConverter<TimeSpan> {
        @Override
        public TimeSpan convert(String value) {
            try {
                return of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
