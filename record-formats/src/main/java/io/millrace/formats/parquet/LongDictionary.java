package io.millrace.formats.parquet;

import java.util.Arrays;

/** Distinct numbers in the order of their first use. */
final class LongDictionary {
    private static final int FIRST_TABLE = 256;

    private long[] values = new long[FIRST_TABLE / 2];
    private int[] table = new int[FIRST_TABLE];
    private int shift = 64 - 8;
    private int size;

    int size() {
        return size;
    }

    long value(int id) {
        return values[id];
    }

    /** The number's id; a new one equals the former {@link #size}. */
    int idOf(long value) {
        int[] slots = table;
        int mask = slots.length - 1;
        int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> shift);
        int found;
        while ((found = slots[slot]) != 0) {
            if (values[found - 1] == value) {
                return found - 1;
            }
            slot = (slot + 1) & mask;
        }
        return add(value, slot);
    }

    private int add(long value, int slot) {
        int id = size;
        values[id] = value;
        table[slot] = id + 1;
        size = id + 1;
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            resize(table.length * 2);
        }
        return id;
    }

    private void resize(int slots) {
        table = new int[slots];
        shift = 64 - Integer.numberOfTrailingZeros(slots);
        int mask = slots - 1;
        for (int id = 0; id < size; id++) {
            int slot = (int) ((values[id] * 0x9E3779B97F4A7C15L) >>> shift);
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = id + 1;
        }
    }

    void clear() {
        size = 0;
        if (values.length > ColumnWriter.MOST_KEPT_VALUES * 4) {
            values = new long[FIRST_TABLE / 2];
            resize(FIRST_TABLE);
        }
        Arrays.fill(table, 0);
    }

    long heldBytes() {
        return values.length * 8L + table.length * 4L;
    }
}
