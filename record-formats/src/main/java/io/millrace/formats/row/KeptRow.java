package io.millrace.formats.row;

import io.millrace.formats.bytes.Bytes;
import java.util.List;

/**
 * The entries of a row's columns end to end: the form in which a row waits for its file. It is decoded once and for all, and holds
 * nothing of its record's value that no column has.
 */
public final class KeptRow {
    private static final int NUMBER = 8;
    private static final int COUNT = 4;
    private static final int LEVELS = 2;
    /** Lengths below this are one byte; the others are this byte and four more. */
    private static final int LONG_VALUE = 255;

    private final Row row;
    private final Leaf[] leaves;

    /** @param leaves those that the row was made for */
    public KeptRow(List<Leaf> leaves, Row row) {
        this.leaves = leaves.toArray(new Leaf[0]);
        this.row = row;
    }

    /** Bytes that {@link #put} appends. */
    public long length() {
        long length = 0;
        for (Leaf leaf : leaves) {
            StagedColumn column = row.column(leaf.index());
            if (leaf.repetition() == 0) {
                length += leaf.definition() == 0 ? 0 : 1;
                length += length(leaf, column, 0);
            } else {
                length += COUNT + (long) LEVELS * column.count;
                for (int i = 0; i < column.count; i++) {
                    length += length(leaf, column, i);
                }
            }
        }
        return length;
    }

    private static long length(Leaf leaf, StagedColumn column, int entry) {
        if (isAbsent(leaf, column.definitions[entry])) {
            return 0;
        }
        if (!leaf.type().isBytes()) {
            return NUMBER;
        }
        int length = column.lengths[entry];
        return length < LONG_VALUE ? 1L + length : 1L + COUNT + length;
    }

    private static boolean isAbsent(Leaf leaf, int definition) {
        // A column that every record has is written without levels, and its entry's level means nothing.
        return leaf.definition() > 0 && definition != leaf.definition();
    }

    /** Appends the row. */
    public void put(Bytes out) {
        for (Leaf leaf : leaves) {
            StagedColumn column = row.column(leaf.index());
            if (leaf.repetition() == 0) {
                if (leaf.definition() > 0) {
                    out.putByte(column.definitions[0]);
                }
                put(leaf, column, 0, out);
            } else {
                out.putInt(column.count);
                for (int i = 0; i < column.count; i++) {
                    out.putByte(column.repetitions[i]);
                    out.putByte(column.definitions[i]);
                    put(leaf, column, i, out);
                }
            }
        }
    }

    private void put(Leaf leaf, StagedColumn column, int entry, Bytes out) {
        if (isAbsent(leaf, column.definitions[entry])) {
            return;
        }
        if (!leaf.type().isBytes()) {
            out.putLong(column.numbers[entry]);
            return;
        }
        int length = column.lengths[entry];
        if (length < LONG_VALUE) {
            out.putByte(length);
        } else {
            out.putByte(LONG_VALUE);
            out.putInt(length);
        }
        out.put(row.array(column.offsets[entry]), Row.offset(column.offsets[entry]), length);
    }

    /** Has the row be again what was put there, whose bytes it points into from now on. */
    public void take(byte[] bytes, int from, int to) {
        row.resetForGood(bytes, to - from);
        int at = from;
        for (Leaf leaf : leaves) {
            StagedColumn column = row.column(leaf.index());
            if (leaf.repetition() == 0) {
                int definition = leaf.definition() == 0 ? 0 : bytes[at++];
                at = take(leaf, column, 0, definition, bytes, at);
            } else {
                int count = (int) Bytes.INT.get(bytes, at);
                at += COUNT;
                for (int i = 0; i < count; i++) {
                    at = take(leaf, column, bytes[at], bytes[at + 1], bytes, at + LEVELS);
                }
            }
        }
    }

    private static int take(Leaf leaf, StagedColumn column, int repetition, int definition, byte[] bytes, int at) {
        if (isAbsent(leaf, definition)) {
            column.addAbsent(repetition, definition);
            return at;
        }
        if (!leaf.type().isBytes()) {
            column.addNumber(repetition, definition, Bytes.load(bytes, at));
            return at + NUMBER;
        }
        int length = bytes[at] & 0xff;
        int start = at + 1;
        if (length == LONG_VALUE) {
            length = (int) Bytes.INT.get(bytes, start);
            start += COUNT;
        }
        column.addBytes(repetition, definition, start, length);
        return start + length;
    }
}
