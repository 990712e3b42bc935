package io.millrace.formats.row;

/** A map. Its keys are never null. */
public final class MapNode extends Node {
    private final Leaf key;
    private final Node value;

    MapNode(NodePlace place, Leaf key, Node value) {
        super(place);
        this.key = key;
        this.value = value;
    }

    public Leaf key() {
        return key;
    }

    public Node value() {
        return value;
    }

    @Override
    public void addAbsent(Row row, int repetition, int definition) {
        key.addAbsent(row, repetition, definition);
        value.addAbsent(row, repetition, definition);
    }
}
