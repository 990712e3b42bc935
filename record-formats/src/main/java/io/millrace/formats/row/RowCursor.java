package io.millrace.formats.row;

import java.util.Arrays;

/**
 * A way through the columns of a record in the order of the tree, for whoever puts the record together again. Each node is either
 * gone into or {@link #pass passed}, once for each of its occurrences.
 */
public final class RowCursor {
    private final Row row;
    /** The next entry of each column. */
    private final int[] next;

    /** @param root what is gone through: the tree's own, or the part that is its values */
    public RowCursor(Group root, Row row) {
        this.row = row;
        this.next = new int[last(root).index() + 1];
    }

    private static Leaf last(Node node) {
        if (node instanceof Leaf leaf) {
            return leaf;
        }
        if (node instanceof Group group) {
            return last(group.field(group.size() - 1).node());
        }
        return last(node instanceof ListNode list ? list.element() : ((MapNode) node).value());
    }

    /** The first column below the node, which says whether the node is there. */
    private static Leaf first(Node node) {
        Node deeper = node;
        while (!(deeper instanceof Leaf)) {
            if (deeper instanceof Group group) {
                deeper = group.field(0).node();
            } else {
                deeper = deeper instanceof ListNode list ? list.element() : ((MapNode) deeper).key();
            }
        }
        return (Leaf) deeper;
    }

    /** Goes back to the beginning, also for a record that came into the row since. */
    public void begin() {
        Arrays.fill(next, 0);
    }

    /** True if the node's next occurrence is there; a list and a map may be empty. */
    public boolean isThere(Node node) {
        return definition(node) >= node.definition();
    }

    private int definition(Node node) {
        int column = first(node).index();
        return row.column(column).definitions[next[column]];
    }

    /** The column's next entry, which is behind the cursor from now on. */
    public int take(Leaf leaf) {
        return next[leaf.index()]++;
    }

    /** How many elements the list has that is there next; 0 also leaves it behind. */
    public int elements(ListNode list) {
        return count(list, list.element());
    }

    /** How many entries the map has that is there next; 0 also leaves it behind. */
    public int entries(MapNode map) {
        return count(map, map.key());
    }

    private int count(Node node, Node repeated) {
        Leaf first = first(repeated);
        StagedColumn column = row.column(first.index());
        int entry = next[first.index()];
        if (column.definitions[entry] == node.definition()) {
            pass(node);
            return 0;
        }
        int level = repeated.repetition();
        int count = 1;
        for (int i = entry + 1; i < column.count && column.repetitions[i] >= level; i++) {
            if (column.repetitions[i] == level) {
                count++;
            }
        }
        return count;
    }

    /** Leaves behind the one entry that each column below a node has that is absent or empty. */
    public void pass(Node node) {
        if (node instanceof Leaf leaf) {
            next[leaf.index()]++;
        } else if (node instanceof Group group) {
            for (int i = 0; i < group.size(); i++) {
                pass(group.field(i).node());
            }
        } else if (node instanceof ListNode list) {
            pass(list.element());
        } else {
            pass(((MapNode) node).key());
            pass(((MapNode) node).value());
        }
    }
}
