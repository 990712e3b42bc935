package io.millrace.formats.row;

/** What a leaf column holds, and whether its staged values are numbers or bytes. */
public enum LeafType {
    /** 0 or 1. */
    BOOLEAN(false),
    INT(false),
    LONG(false),
    /** The bits of a float, in the lower half. */
    FLOAT(false),
    /** The bits of a double. */
    DOUBLE(false),
    /** UTF-8. */
    STRING(true),
    /** UTF-8; one of the column's symbols. */
    ENUM(true),
    BYTES(true),
    /** Bytes of the column's length. */
    FIXED(true),
    /** Days since 1970-01-01. */
    DATE(false),
    /** Milliseconds since the epoch, UTC. */
    TIMESTAMP_MILLIS(false),
    /** Microseconds since the epoch, UTC. */
    TIMESTAMP_MICROS(false),
    /** Nanoseconds since the epoch, UTC. */
    TIMESTAMP_NANOS(false),
    /** Milliseconds since 1970-01-01T00:00 on the clock of a place that is not said. */
    LOCAL_TIMESTAMP_MILLIS(false),
    /** Microseconds since 1970-01-01T00:00 on the clock of a place that is not said. */
    LOCAL_TIMESTAMP_MICROS(false),
    /** Nanoseconds since 1970-01-01T00:00 on the clock of a place that is not said. */
    LOCAL_TIMESTAMP_NANOS(false),
    /** Milliseconds since midnight. */
    TIME_MILLIS(false),
    /** Microseconds since midnight. */
    TIME_MICROS(false),
    /** Months, days and milliseconds, four bytes each, unsigned, the lowest first: what Avro and Parquet both write. */
    DURATION(true),
    /** An unscaled value of at most 18 digits. */
    DECIMAL_LONG(false),
    /** An unscaled value, big endian two's complement, of the column's length. */
    DECIMAL_FIXED(true),
    /** For routing only: any scalar as the text that it has in the value. */
    ANY_TEXT(true);

    private final boolean bytes;

    LeafType(boolean bytes) {
        this.bytes = bytes;
    }

    /** True if staged values are ranges of bytes, false if they are numbers. */
    public boolean isBytes() {
        return bytes;
    }
}
