package io.millrace.formats.row;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Looks for keys that a map has twice: each reader takes another of the two values. */
public final class MapKeys {
    /** Up to so many keys are compared pair by pair, without an object. */
    private static final int FEW = 16;

    private MapKeys() {}

    /**
     * True if two entries of the key's column are equal.
     *
     * @param from the first entry of this occurrence of the map; the last one is the column's last
     */
    public static boolean hasTwice(Row row, Leaf key, int from) {
        StagedColumn column = row.column(key.index());
        int count = column.count - from;
        if (count < 2) {
            return false;
        }
        if (count > FEW) {
            Set<Object> seen = new HashSet<>(count * 2);
            for (int i = from; i < column.count; i++) {
                if (!seen.add(value(row, key, column, i))) {
                    return true;
                }
            }
            return false;
        }
        for (int i = from + 1; i < column.count; i++) {
            for (int j = from; j < i; j++) {
                if (isEqual(row, key, column, i, j)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Object value(Row row, Leaf key, StagedColumn column, int i) {
        return key.type().isBytes()
                ? ByteBuffer.wrap(row.array(column.offsets[i]), Row.offset(column.offsets[i]), column.lengths[i])
                : Long.valueOf(column.numbers[i]);
    }

    private static boolean isEqual(Row row, Leaf key, StagedColumn column, int i, int j) {
        if (!key.type().isBytes()) {
            return column.numbers[i] == column.numbers[j];
        }
        int a = Row.offset(column.offsets[i]);
        int b = Row.offset(column.offsets[j]);
        return Arrays.equals(
                row.array(column.offsets[i]),
                a,
                a + column.lengths[i],
                row.array(column.offsets[j]),
                b,
                b + column.lengths[j]);
    }
}
