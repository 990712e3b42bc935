package io.millrace.formats.row;

/** A list. An empty one has the definition level of this node, an element's is higher. */
public final class ListNode extends Node {
    private final Node element;

    ListNode(NodePlace place, Node element) {
        super(place);
        this.element = element;
    }

    public Node element() {
        return element;
    }

    @Override
    public void addAbsent(Row row, int repetition, int definition) {
        element.addAbsent(row, repetition, definition);
    }
}
