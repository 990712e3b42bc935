package io.millrace.sink.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes: {@code 1048576}, {@code 64MiB}, {@code 1GB}. */
record DataSize(long bytes) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "b",
            1L,
            "kb",
            1_000L,
            "kib",
            1L << 10,
            "mb",
            1_000_000L,
            "mib",
            1L << 20,
            "gb",
            1_000_000_000L,
            "gib",
            1L << 30);

    static final class Converter implements ITypeConverter<DataSize> {
        @Override
        public DataSize convert(String value) {
            Matcher matcher = SHAPE.matcher(value.strip());
            Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
            if (unit == null) {
                throw new TypeConversionException(
                        "'" + value + "' is not a size, must be a whole number of B, KB, KiB, MB, MiB, GB or GiB");
            }
            try {
                return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
            } catch (ArithmeticException tooLarge) {
                throw new TypeConversionException("'" + value + "' is too large, must be below 8 EiB");
            }
        }
    }
}
