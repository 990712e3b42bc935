package io.millrace.sink.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time: {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 1d}. */
record TimeSpan(long millis) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]+)");
    private static final Map<String, Long> UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    static final class Converter implements ITypeConverter<TimeSpan> {
        @Override
        public TimeSpan convert(String value) {
            Matcher matcher = SHAPE.matcher(value.strip());
            Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
            if (unit == null) {
                throw new TypeConversionException(
                        "'" + value + "' is not a length of time, must be a whole number of ms, s, m, h or d");
            }
            try {
                return new TimeSpan(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
            } catch (ArithmeticException tooLarge) {
                throw new TypeConversionException("'" + value + "' is too long");
            }
        }
    }
}
