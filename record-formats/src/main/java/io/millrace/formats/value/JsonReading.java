package io.millrace.formats.value;

import java.util.Optional;

/**
 * What JSON leaves open, and only its producer knows.
 *
 * @param decimals {@code --decimal-encoding}: what strings in decimal columns are
 * @param timestampUnit {@code --timestamp-unit}: of numbers in timestamp columns and event times; empty for the column's own
 *     unit, and milliseconds for event times without a timestamp column
 * @param saysUnits true if a schema of the producer's says the unit of each time, so that any number is one
 */
public record JsonReading(DecimalEncoding decimals, Optional<TimestampUnit> timestampUnit, boolean saysUnits) {
    /** Values that do not say what they are. */
    public JsonReading(DecimalEncoding decimals, Optional<TimestampUnit> timestampUnit) {
        this(decimals, timestampUnit, false);
    }

    /** As Kafka Connect's converter writes what its schema, which is there too, describes. */
    public static final JsonReading BY_CONNECT_SCHEMA = new JsonReading(DecimalEncoding.BASE64, Optional.empty(), true);

    /** What is usual: decimals as digits, numbers in the column's unit. */
    public static final JsonReading USUAL = new JsonReading(DecimalEncoding.TEXT, Optional.empty());
}
