package io.millrace.sink.format.row;

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

    private final boolean repeated;
    private final Staging staging;

    /** @param repeated false if every record has exactly one entry, which then overwrites the last record's */
    StagedColumn(boolean repeated, Staging staging) {
        this.repeated = repeated;
        this.staging = staging;
    }

    /** Forgets the entries of a repeated column. */
    void empty() {
        count = 0;
        if (numbers.length > MOST_KEPT) {
            staging.giveBack((long) (numbers.length - 1) * ENTRY_BYTES);
            resize(1);
        }
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
        if (i == numbers.length) {
            grow();
        }
        repetitions[i] = (byte) repetition;
        count = i + 1;
        return i;
    }

    private void grow() {
        int size = Math.multiplyExact(numbers.length, 2);
        staging.take((long) numbers.length * ENTRY_BYTES, (long) size * ENTRY_BYTES);
        resize(size);
    }

    private void resize(int size) {
        numbers = Arrays.copyOf(numbers, size);
        offsets = Arrays.copyOf(offsets, size);
        lengths = Arrays.copyOf(lengths, size);
        repetitions = Arrays.copyOf(repetitions, size);
        definitions = Arrays.copyOf(definitions, size);
    }
}
