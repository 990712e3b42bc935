package io.millrace.formats.row;

/** A node in the tree of columns: a leaf, a group of named nodes, a list or a map. */
public abstract sealed class Node permits Leaf, Group, ListNode, MapNode {
    private final String name;
    private final String path;
    private final boolean nullable;
    private final int repetition;
    private final int definition;

    /**
     * @param repetition repetition level of the entries under this node
     * @param definition definition level of an entry whose deepest present node is this one
     */
    Node(String name, String path, boolean nullable, int repetition, int definition) {
        this.name = name;
        this.path = path;
        this.nullable = nullable;
        this.repetition = repetition;
        this.definition = definition;
    }

    public final String name() {
        return name;
    }

    /** Names from the record down, joined by dots: for messages. */
    public final String path() {
        return path;
    }

    public final boolean nullable() {
        return nullable;
    }

    public final int repetition() {
        return repetition;
    }

    public final int definition() {
        return definition;
    }

    /** Adds to every leaf below an entry without a value. */
    public abstract void addAbsent(Row row, int repetition, int definition);
}
