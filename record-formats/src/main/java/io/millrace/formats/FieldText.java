package io.millrace.formats;

import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.row.TimeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Values as texts for folder names. */
final class FieldText {
    private FieldText() {}

    /** The first value of a column that has one. */
    static String of(Row row, Leaf leaf, StagedColumn column) {
        long number = column.numbers[0];
        return switch (leaf.type()) {
            case BOOLEAN -> number != 0 ? "true" : "false";
            case INT, LONG -> Long.toString(number);
            case FLOAT -> Float.toString(Float.intBitsToFloat((int) number));
            case DOUBLE -> Double.toString(Double.longBitsToDouble(number));
            case DATE,
                    TIMESTAMP_MILLIS,
                    TIMESTAMP_MICROS,
                    TIMESTAMP_NANOS,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    TIME_MILLIS,
                    TIME_MICROS -> TimeText.of(leaf.type(), number);
            case DECIMAL_LONG -> BigDecimal.valueOf(number, leaf.scale()).toPlainString();
            case DECIMAL_FIXED -> new BigDecimal(new BigInteger(bytes(row, column)), leaf.scale()).toPlainString();
            case STRING, ENUM, ANY_TEXT -> new String(bytes(row, column), StandardCharsets.UTF_8);
            case BYTES, FIXED, DURATION ->
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(row, column));
        };
    }

    private static byte[] bytes(Row row, StagedColumn column) {
        int offset = Row.offset(column.offsets[0]);
        return Arrays.copyOfRange(row.array(column.offsets[0]), offset, offset + column.lengths[0]);
    }
}
