package io.millrace.mapreduce.time;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as every option of Millrace takes it: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}. The job jar
 * holds no other module's classes, so this is the grammar of the services' {@code TimeSpan} once more; a test of both keeps them one.
 */
public final class Span {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?|\\.\\d{1,9})\\s*([A-Za-z]+)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Span() {}

    /** Reads one; empty if the text is none, or is no whole number of nanoseconds, or longer than a {@code long} of milliseconds. */
    public static Optional<Duration> parse(String text) {
        String stripped = text.strip();
        if (stripped.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = SHAPE.matcher(stripped);
        Long unit = matcher.matches() ? MILLIS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            return Optional.empty();
        }
        try {
            BigDecimal[] parts = new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .divideAndRemainder(BigDecimal.ONE);
            return Optional.of(Duration.ofMillis(parts[0].longValueExact())
                    .plusNanos(parts[1].movePointRight(6).longValueExact()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
