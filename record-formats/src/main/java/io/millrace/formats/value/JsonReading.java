package io.millrace.formats.value;

import java.util.Optional;

/**
 * What JSON leaves open, and only its producer knows.
 *
 * @param decimals {@code --decimal-encoding}: what strings in decimal columns are
 * @param timestampUnit {@code --timestamp-unit}: of numbers in timestamp columns and event times; empty for the column's own
 *     unit, and milliseconds for event times without a timestamp column
 */
public record JsonReading(DecimalEncoding decimals, Optional<TimestampUnit> timestampUnit) {
    /** What is usual: decimals as digits, numbers in the column's unit. */
    public static final JsonReading USUAL = new JsonReading(DecimalEncoding.TEXT, Optional.empty());
}
