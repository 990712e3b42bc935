package io.millrace.formats.row;

import io.millrace.formats.bytes.TooLargeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One record, shredded into columns; reused from record to record. Bytes of values stay where they
 * are in the record's value where possible, else they are in the row's own scratch.
 */
public final class Row {
    private static final int SCRATCH = 256;
    /** A greater scratch than this is given back: one huge record must not stay in memory. */
    private static final int KEPT_SCRATCH = 1 << 20;

    /** An entry of a list in the writer of its column: a number, and two levels. */
    private static final int BYTES_OF_AN_ENTRY = 16;

    private static final byte[] NOTHING = new byte[0];

    private final StagedColumn[] columns;
    private final StagedColumn[] repeated;
    private byte[] input = NOTHING;
    private byte[] scratch = new byte[SCRATCH];
    private int scratchUsed;
    /** How much of the scratch this record has asked for; there may be more of it. */
    private int scratchTaken = SCRATCH;

    private int inputBytes;
    private final Staging staging = new Staging();

    /** @param leaves the leaves of the tree, in the order of their indexes */
    public Row(List<Leaf> leaves) {
        columns = new StagedColumn[leaves.size()];
        List<StagedColumn> toEmpty = new ArrayList<>();
        for (Leaf leaf : leaves) {
            StagedColumn column = new StagedColumn(leaf.repetition() > 0, staging);
            columns[leaf.index()] = column;
            if (leaf.repetition() > 0) {
                toEmpty.add(column);
            }
        }
        repeated = toEmpty.toArray(new StagedColumn[0]);
    }

    /** Empties the row for the next record, whose value is so many bytes of this array. */
    public void reset(byte[] newInput, int newInputBytes) {
        input = newInput;
        inputBytes = newInputBytes;
        scratchUsed = 0;
        scratchTaken = SCRATCH;
        staging.begin();
        boolean trim = staging.keepsTooMuch();
        if (trim || scratch.length > KEPT_SCRATCH) {
            staging.resized(scratch.length, SCRATCH);
            scratch = new byte[SCRATCH];
        }
        for (StagedColumn column : repeated) {
            column.empty(trim);
        }
    }

    /** Empties the row for a record that was accepted before, which none of its parts can make a bad one any more. */
    void resetForGood(byte[] newInput, int newInputBytes) {
        reset(newInput, newInputBytes);
        staging.good();
    }

    /** Lets go of the record, so that its bytes can be collected. */
    public void release() {
        reset(NOTHING, 0);
    }

    /** @param bytes heap that one record may take here, besides its own bytes */
    public void limit(long bytes) {
        staging.limit(bytes);
    }

    /** What a copy of the record in columns takes at most, roughly: lists can be of one byte an entry. */
    public long weight() {
        long bytes = (long) inputBytes + scratchUsed;
        return repeated.length == 0 ? bytes : bytes * BYTES_OF_AN_ENTRY;
    }

    /** Heap that the record's parts have taken besides its own bytes: the same whenever it is decoded. */
    public long staged() {
        return staging.taken();
    }

    public StagedColumn column(int index) {
        return columns[index];
    }

    /** The array that holds the bytes of a staged value. */
    public byte[] array(int stagedOffset) {
        return stagedOffset >= 0 ? input : scratch;
    }

    /** Where in that array. */
    public static int offset(int stagedOffset) {
        return stagedOffset >= 0 ? stagedOffset : ~stagedOffset;
    }

    /** Makes room in the scratch; valid until the next call. What is written there is kept by {@link #keep}. */
    public byte[] scratch(int room) {
        if (scratchTaken - scratchUsed < room) {
            takeScratch(room);
        }
        return scratch;
    }

    private void takeScratch(int room) {
        int size =
                (int) Math.max(Math.min(scratchTaken * 2L, Integer.MAX_VALUE - 8L), Math.addExact(scratchUsed, room));
        staging.take(scratchTaken, size);
        scratchTaken = size;
        if (scratch.length < size) {
            staging.resized(scratch.length, size);
            scratch = Arrays.copyOf(scratch, size);
        }
    }

    /**
     * Counts heap that the record takes elsewhere while it is decoded.
     *
     * @throws TooLargeException if that is more than it may have
     */
    public void borrow(int bytes) {
        staging.take(0, bytes);
    }

    /** Where in the scratch the next bytes go. */
    public int scratchStart() {
        return scratchUsed;
    }

    /** Adds the bytes just written at the start of the free scratch as a value of the leaf. */
    public void keep(Leaf leaf, int repetition, int length) {
        columns[leaf.index()].addBytes(repetition, leaf.definition(), ~scratchUsed, length);
        scratchUsed += length;
    }

    /** Adds a copy of bytes as a value of the leaf. */
    public void addCopy(Leaf leaf, int repetition, byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, scratch(length), scratchUsed, length);
        keep(leaf, repetition, length);
    }
}
