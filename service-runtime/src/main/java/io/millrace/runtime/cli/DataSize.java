package io.millrace.runtime.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes, as every option takes it: {@code 1048576}, {@code 64MiB}, {@code 1GB}.
 *
 * @param bytes how many, not negative
 */
public record DataSize(long bytes) {
    /** Stands in an option's field while its value could not be read, so that the other options can be looked at all the same. */
    public static final DataSize UNREAD = new DataSize(1 << 20);

    /** What a value must be, to follow "must be". */
    static final String RULE = "a size below 8 EiB such as 1048576, 64MiB or 1GB";

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

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if the text is none, or names too many bytes
     */
    public static DataSize of(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not " + RULE);
        }
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is not " + RULE, e);
        }
    }

    /** In the largest binary unit of which it is a whole number. */
    @Override
    public String toString() {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long size = UNITS.get(unit.toLowerCase(Locale.ROOT));
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return String.valueOf(bytes);
    }

    /** For options. */
    public static final class Converter implements ITypeConverter<DataSize> {
        @Override
        public DataSize convert(String value) {
            try {
                return of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
