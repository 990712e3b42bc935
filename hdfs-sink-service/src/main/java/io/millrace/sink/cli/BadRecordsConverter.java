package io.millrace.sink.cli;

import io.millrace.sink.write.BadRecords;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code dead-letter}, {@code skip} and {@code stop}. */
final class BadRecordsConverter implements ITypeConverter<BadRecords> {
    @Override
    public BadRecords convert(String value) {
        try {
            return BadRecords.valueOf(value.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + value + "' must be dead-letter, skip or stop");
        }
    }
}
