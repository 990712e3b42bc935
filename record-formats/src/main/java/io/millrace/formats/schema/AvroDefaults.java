package io.millrace.formats.schema;

import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Default values of Avro fields as constants of columns. Avro has checked that they fit their types. */
final class AvroDefaults {
    private AvroDefaults() {}

    static Absence of(Leaf leaf, Object value) {
        return switch (leaf.type()) {
            case BOOLEAN -> Absence.of((Boolean) value ? 1 : 0);
            case INT,
                    DATE,
                    LONG,
                    TIMESTAMP_MILLIS,
                    TIMESTAMP_MICROS,
                    TIMESTAMP_NANOS,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    TIME_MILLIS,
                    TIME_MICROS -> Absence.of(((Number) value).longValue());
            case FLOAT -> Absence.of(Float.floatToRawIntBits(((Number) value).floatValue()) & 0xffffffffL);
            case DOUBLE -> Absence.of(Double.doubleToRawLongBits(((Number) value).doubleValue()));
            case STRING, ENUM, ANY_TEXT -> Absence.of(value.toString().getBytes(StandardCharsets.UTF_8));
            case BYTES, FIXED, DURATION -> Absence.of((byte[]) value);
            case DECIMAL_LONG -> Absence.of(new BigInteger((byte[]) value).longValueExact());
            case DECIMAL_FIXED -> Absence.of(extended((byte[]) value, leaf.length()));
        };
    }

    private static byte[] extended(byte[] value, int length) {
        byte[] shortest = new BigInteger(value).toByteArray();
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (shortest[0] < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, length - shortest.length, shortest.length);
        return bytes;
    }
}
