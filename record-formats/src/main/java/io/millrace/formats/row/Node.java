package io.millrace.formats.row;

/** A node in the tree of columns: a leaf, a group of named nodes, a list or a map. */
public abstract sealed class Node permits Leaf, Group, ListNode, MapNode {
    private final NodePlace place;
    private final int repetition;
    private final int definition;

    Node(NodePlace place) {
        this.place = place;
        this.repetition = place.repetition();
        this.definition = place.definition();
    }

    public final String name() {
        return place.name();
    }

    /** Names from the record down, joined by dots: for messages. */
    public final String path() {
        return place.path();
    }

    /** True if a value may have null here. */
    public final boolean nullable() {
        return place.presence() == Presence.NULLABLE;
    }

    /** True if files must be able to have nothing here: it may be null, or the whole value may be missing. */
    public final boolean isOptional() {
        return place.presence() != Presence.REQUIRED;
    }

    /** Repetition level of the entries under this node. */
    public final int repetition() {
        return repetition;
    }

    /** Definition level of an entry whose deepest present node is this one. */
    public final int definition() {
        return definition;
    }

    /** Adds to every leaf below an entry without a value. */
    public abstract void addAbsent(Row row, int repetition, int definition);
}
