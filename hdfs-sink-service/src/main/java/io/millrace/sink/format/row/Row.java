package io.millrace.sink.format.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One record, shredded into columns; reused from record to record. Bytes of values stay where they
 * are in the record's value where possible, else they are in the row's own scratch.
 */
public final class Row {
    private final StagedColumn[] columns;
    private final StagedColumn[] repeated;
    private byte[] input = new byte[0];
    private byte[] scratch = new byte[256];
    private int scratchUsed;

    /** @param leaves the leaves of the tree, in the order of their indexes */
    public Row(List<Leaf> leaves) {
        columns = new StagedColumn[leaves.size()];
        List<StagedColumn> toEmpty = new ArrayList<>();
        for (Leaf leaf : leaves) {
            StagedColumn column = new StagedColumn(leaf.repetition() > 0);
            columns[leaf.index()] = column;
            if (leaf.repetition() > 0) {
                toEmpty.add(column);
            }
        }
        repeated = toEmpty.toArray(new StagedColumn[0]);
    }

    /** Empties the row for the next record, whose bytes are in this array. */
    public void reset(byte[] newInput) {
        input = newInput;
        scratchUsed = 0;
        for (StagedColumn column : repeated) {
            column.count = 0;
        }
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
        if (scratch.length - scratchUsed < room) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, Math.addExact(scratchUsed, room)));
        }
        return scratch;
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
