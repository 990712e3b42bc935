package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.row.TimeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes values of columns as JSON. */
final class LeafJson {
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private final Row row;
    private final Bytes out;
    private final InputBytes range = new InputBytes();

    LeafJson(Row row, Bytes out) {
        this.row = row;
        this.out = out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    void absent() {
        out.put(NULL, 0, NULL.length);
    }

    void value(Leaf leaf, int entry) {
        StagedColumn column = row.column(leaf.index());
        long number = column.numbers[entry];
        switch (leaf.type()) {
            case BOOLEAN -> put(number != 0 ? TRUE : FALSE);
            case INT, LONG -> put(ascii(Long.toString(number)));
            case FLOAT -> floating(Float.toString(Float.intBitsToFloat((int) number)));
            case DOUBLE -> floating(Double.toString(Double.longBitsToDouble(number)));
            case STRING, ENUM, ANY_TEXT -> {
                set(column, entry);
                JsonText.quote(range.array(), range.from(), range.to(), out);
            }
            case BYTES, FIXED -> {
                set(column, entry);
                JsonText.base64(range, out);
            }
            case DECIMAL_LONG ->
                put(ascii(BigDecimal.valueOf(number, leaf.scale()).toPlainString()));
            case DECIMAL_FIXED -> {
                set(column, entry);
                BigInteger unscaled = new BigInteger(range.array(), range.from(), range.to() - range.from());
                put(ascii(new BigDecimal(unscaled, leaf.scale()).toPlainString()));
            }
            case DURATION -> {
                set(column, entry);
                quoted(duration(range.array(), range.from()));
            }
            default -> quoted(TimeText.of(leaf.type(), number));
        }
    }

    private void set(StagedColumn column, int entry) {
        int offset = Row.offset(column.offsets[entry]);
        range.set(row.array(column.offsets[entry]), offset, offset + column.lengths[entry]);
    }

    private void put(byte[] text) {
        out.put(text, 0, text.length);
    }

    private void quoted(String text) {
        out.putByte('"');
        put(ascii(text));
        out.putByte('"');
    }

    /** JSON has no numbers for NaN and the infinities; Protobuf's mapping has these strings for them too. */
    private void floating(String text) {
        char last = text.charAt(text.length() - 1);
        if (last == 'N' || last == 'y') {
            quoted(text);
        } else {
            put(ascii(text));
        }
    }

    /** {@code P1M2DT3.004S}. */
    private static String duration(byte[] bytes, int at) {
        long millis = unsigned(bytes, at + 8);
        return "P" + unsigned(bytes, at) + "M" + unsigned(bytes, at + 4) + "DT"
                + BigDecimal.valueOf(millis, 3).toPlainString() + "S";
    }

    private static long unsigned(byte[] bytes, int at) {
        return (int) Bytes.INT.get(bytes, at) & 0xffffffffL;
    }
}
