package io.millrace.formats.schema;

import java.util.OptionalInt;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What the names of Kafka Connect's types mean, as Avro's logical types: Connect's own, and Debezium's (debezium.io, "Data type
 * mappings"). Debezium's times without a zone are times on the clock of a place that is not said; Connect's are instants.
 */
public final class ConnectTypes {
    /** Digits that a decimal column has at most. */
    private static final int MOST_DIGITS = 38;

    private static final String CONNECT = "org.apache.kafka.connect.data.";
    private static final String DEBEZIUM = "io.debezium.time.";
    private static final String DECIMAL = CONNECT + "Decimal";

    /** A text that is a time with an offset, such as {@code 2026-03-01T12:00:00.123456Z}. Avro has no such type. */
    private static final LogicalType ZONED_TIMESTAMP = new LogicalType("zoned-timestamp");

    private ConnectTypes() {}

    /** True of a text that is a time with an offset. */
    public static boolean isZonedTimestamp(Schema schema) {
        return schema.getType() == Schema.Type.STRING && schema.getLogicalType() == ZONED_TIMESTAMP;
    }

    /**
     * A type of its own for a plain one and the name that Connect gives it.
     *
     * @param name such as {@code io.debezium.time.MicroTimestamp}; null for none
     * @param precision digits of a decimal, if somebody says how many; columns have 38 at most
     * @param scale digits after its point, if it is a decimal
     * @throws IllegalArgumentException if no decimal has so many digits
     */
    public static Schema meaning(Schema.Type type, String name, OptionalInt precision, OptionalInt scale) {
        Schema plain = Schema.create(type);
        LogicalType meaning = name == null ? null : of(type, name, precision, scale);
        return meaning == null ? plain : meaning.addToSchema(plain);
    }

    /**
     * Bytes that are a decimal of so many digits, which columns have 38 of at most: converters write 64 where they do not know.
     *
     * @throws IllegalArgumentException if there is none of so many
     */
    public static Schema decimal(int precision, int scale) {
        return decimalOf(precision, scale).addToSchema(Schema.create(Schema.Type.BYTES));
    }

    private static LogicalType decimalOf(int precision, int scale) {
        return LogicalTypes.decimal(Math.min(precision, MOST_DIGITS), scale);
    }

    private static LogicalType of(Schema.Type type, String name, OptionalInt precision, OptionalInt scale) {
        return switch (type) {
            case INT ->
                switch (name) {
                    case DEBEZIUM + "Date", CONNECT + "Date" -> LogicalTypes.date();
                    case DEBEZIUM + "Time", CONNECT + "Time" -> LogicalTypes.timeMillis();
                    default -> null;
                };
            case LONG ->
                switch (name) {
                    case DEBEZIUM + "MicroTime" -> LogicalTypes.timeMicros();
                    case DEBEZIUM + "Timestamp" -> LogicalTypes.localTimestampMillis();
                    case DEBEZIUM + "MicroTimestamp" -> LogicalTypes.localTimestampMicros();
                    case DEBEZIUM + "NanoTimestamp" -> LogicalTypes.localTimestampNanos();
                    case CONNECT + "Timestamp" -> LogicalTypes.timestampMillis();
                    default -> null;
                };
            case STRING -> name.equals(DEBEZIUM + "ZonedTimestamp") ? ZONED_TIMESTAMP : null;
            case BYTES ->
                name.equals(DECIMAL) && scale.isPresent()
                        ? decimalOf(precision.orElse(MOST_DIGITS), scale.getAsInt())
                        : null;
            default -> null;
        };
    }
}
