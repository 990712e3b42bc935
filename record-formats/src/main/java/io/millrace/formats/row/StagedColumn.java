package io.millrace.formats.row;

import java.util.Arrays;

/**
 * The entries of one column that the current record has: one, unless the column is inside a list
 * or a map. The arrays are public within the service because the writers' loops read them; only
 * indexes below {@link #count} mean anything.
 */
public final class StagedColumn {
    /** Entries of the current record, those without a value included. */
    public int count = 1;

    public long[] numbers = new long[1];
    /** Where the bytes begin: at this index of the row's input, or if negative at its complement in the row's scratch. */
    public int[] offsets = new int[1];

    public int[] lengths = new int[1];
    public byte[] repetitions = new byte[1];
    public byte[] definitions = new byte[1];

    /** Heap of an entry in all five arrays. */
    private static final int ENTRY_BYTES = 8 + 4 + 4 + 1 + 1;
    /** Room for more entries than this is given back: one huge record must not stay in memory. */
    private static final int MOST_KEPT = 1 << 12;
    /** So many entries every record may have without asking. */
    private static final int FREE = 16;

    private final boolean repeated;
    private final Staging staging;
    /** How many entries this record has asked for; there may be room for more. */
    private int taken = FREE;
    /** How many entries can be added before {@link #grow}. */
    private int open = 1;

    /** @param repeated false if every record has exactly one entry, which then overwrites the last record's */
    StagedColumn(boolean repeated, Staging staging) {
        this.repeated = repeated;
        this.staging = staging;
    }

    /**
     * Forgets the entries of a repeated column.
     *
     * @param trim gives their room back too
     */
    void empty(boolean trim) {
        count = 0;
        taken = FREE;
        if (trim && numbers.length > FREE || numbers.length > MOST_KEPT) {
            resize(1);
        }
        open = Math.min(taken, numbers.length);
    }

    public void addNumber(int repetition, int definition, long number) {
        int i = repeated ? next(repetition) : 0;
        definitions[i] = (byte) definition;
        numbers[i] = number;
    }

    public void addBytes(int repetition, int definition, int offset, int length) {
        int i = repeated ? next(repetition) : 0;
        definitions[i] = (byte) definition;
        offsets[i] = offset;
        lengths[i] = length;
    }

    public void addAbsent(int repetition, int definition) {
        int i = repeated ? next(repetition) : 0;
        definitions[i] = (byte) definition;
    }

    /** Takes back the last entry, so that another can take its place. */
    public void dropLast() {
        if (repeated) {
            count--;
        }
    }

    private int next(int repetition) {
        int i = count;
        if (i == open) {
            grow();
        }
        repetitions[i] = (byte) repetition;
        count = i + 1;
        return i;
    }

    private void grow() {
        if (open == taken) {
            int more = Math.multiplyExact(taken, 2);
            staging.take((long) taken * ENTRY_BYTES, (long) more * ENTRY_BYTES);
            taken = more;
        }
        if (open == numbers.length) {
            resize(Math.multiplyExact(numbers.length, 2));
        }
        open = Math.min(taken, numbers.length);
    }

    private void resize(int size) {
        staging.resized((long) numbers.length * ENTRY_BYTES, (long) size * ENTRY_BYTES);
        numbers = Arrays.copyOf(numbers, size);
        offsets = Arrays.copyOf(offsets, size);
        lengths = Arrays.copyOf(lengths, size);
        repetitions = Arrays.copyOf(repetitions, size);
        definitions = Arrays.copyOf(definitions, size);
    }
}
