package io.millrace.formats.row;

import java.util.Arrays;
import java.util.List;

/** A record: named fields. The root of every tree is one. */
public final class Group extends Node {
    private final Field[] fields;
    private final boolean choice;

    Group(NodePlace place, List<Field> fields, boolean choice) {
        super(place);
        this.fields = fields.toArray(new Field[0]);
        this.choice = choice;
    }

    /** True if it stands for a union: one of its fields has a value at most. */
    public boolean isChoice() {
        return choice;
    }

    public int size() {
        return fields.length;
    }

    public Field field(int index) {
        return fields[index];
    }

    /** Index of the field with this UTF-8 name, or -1. */
    public int find(byte[] bytes, int offset, int length) {
        for (int i = 0; i < fields.length; i++) {
            byte[] name = fields[i].nameBytes();
            if (name.length == length && Arrays.equals(name, 0, length, bytes, offset, offset + length)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void addAbsent(Row row, int repetition, int definition) {
        for (Field field : fields) {
            field.node().addAbsent(row, repetition, definition);
        }
    }

    /**
     * Completes one occurrence of this group with a field that the record did not mention.
     *
     * @param repetition repetition level of the occurrence
     * @return false if the field may not be absent
     */
    public boolean addMissing(Row row, int index, int repetition) {
        return addMissing(row, index, repetition, fields[index].absence());
    }

    /** The same, where the value's own format rules what absence means. */
    public boolean addMissing(Row row, int index, int repetition, Absence absence) {
        Node node = fields[index].node();
        switch (absence.kind()) {
            case NULL -> node.addAbsent(row, repetition, definition());
            case EMPTY -> node.addAbsent(row, repetition, node.definition());
            case DEFAULT -> {
                Leaf leaf = (Leaf) node;
                if (leaf.type().isBytes()) {
                    row.addCopy(leaf, repetition, absence.bytes(), 0, absence.bytes().length);
                } else {
                    row.column(leaf.index()).addNumber(repetition, leaf.definition(), absence.number());
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
