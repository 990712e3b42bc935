package io.millrace.formats.row;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A column. */
public final class Leaf extends Node {
    private final int index;
    private final LeafType type;
    private final LeafDetail detail;
    private final byte[][] symbols;

    Leaf(NodePlace place, int index, LeafType type, LeafDetail detail) {
        super(place);
        this.index = index;
        this.type = type;
        this.detail = detail;
        this.symbols = detail.symbols().stream()
                .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Position among all leaves of the tree, depth first. */
    public int index() {
        return index;
    }

    LeafDetail detail() {
        return detail;
    }

    public LeafType type() {
        return type;
    }

    /** Bytes per value of fixed-length types, else 0. */
    public int length() {
        return detail.length();
    }

    /** Digits of a decimal. */
    public int precision() {
        return detail.precision();
    }

    /** Digits after the point of a decimal. */
    public int scale() {
        return detail.scale();
    }

    public List<String> symbols() {
        return detail.symbols();
    }

    /** The symbols of an enum as UTF-8; not to be changed. */
    public byte[][] symbolBytes() {
        return symbols;
    }

    @Override
    public void addAbsent(Row row, int repetition, int definition) {
        row.column(index).addAbsent(repetition, definition);
    }
}
