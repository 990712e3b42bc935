package io.millrace.formats.json;

import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/** Puts decimals into columns, exactly or not at all. */
final class Decimals {
    private Decimals() {}

    static void add(Row row, Leaf leaf, int repetition, BigDecimal value) throws BadRecordException {
        BigDecimal scaled;
        try {
            scaled = value.setScale(leaf.scale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new BadRecordException(
                    "field '" + leaf.path() + "' must have at most " + leaf.scale() + " digits after the point");
        }
        if (scaled.precision() > leaf.precision()) {
            throw new BadRecordException("field '" + leaf.path() + "' must have at most "
                    + (leaf.precision() - leaf.scale()) + " digits before the point");
        }
        BigInteger unscaled = scaled.unscaledValue();
        if (leaf.type() == LeafType.DECIMAL_LONG) {
            row.column(leaf.index()).addNumber(repetition, leaf.definition(), unscaled.longValueExact());
            return;
        }
        byte[] shortest = unscaled.toByteArray();
        byte[] bytes = new byte[leaf.length()];
        Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, bytes.length - shortest.length, shortest.length);
        row.addCopy(leaf, repetition, bytes, 0, bytes.length);
    }
}
