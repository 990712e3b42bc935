package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.value.JsonSource;
import java.util.Arrays;

/**
 * Puts the columns of a record together again, as a JSON object: the fields in the order of the schema, absent ones as null, of a
 * union only the member that is there.
 */
public final class RowJson implements JsonSource {
    private final Group root;
    private final Row row;
    private final LeafJson leaves;
    private final Bytes out;
    private final InputBytes text = new InputBytes();
    /** The next entry of each column. */
    private final int[] next;

    /** @param room heap that one text may take */
    public RowJson(Group root, Row row, long room) {
        this.root = root;
        this.row = row;
        this.out = new Bytes(256, room);
        this.leaves = new LeafJson(row, out);
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

    /** The record that was decoded into the row last; the value itself is not looked at. */
    @Override
    public InputBytes json(InputBytes value) {
        text.release();
        out.clear(Bytes.KEPT);
        Arrays.fill(next, 0);
        group(root);
        text.set(out.array, 0, out.size);
        return text;
    }

    /** The fields of the schema, each of them null. */
    @Override
    public InputBytes ofTombstone() {
        return json(null);
    }

    @Override
    public boolean isPlain() {
        return false;
    }

    private void node(Node node) {
        if (node instanceof Leaf leaf) {
            int entry = next[leaf.index()]++;
            if (row.column(leaf.index()).definitions[entry] < leaf.definition()) {
                leaves.absent();
            } else {
                leaves.value(leaf, entry);
            }
            return;
        }
        if (definition(node) < node.definition()) {
            pass(node);
            leaves.absent();
        } else if (node instanceof Group group) {
            group(group);
        } else if (node instanceof ListNode list) {
            list(list);
        } else {
            map((MapNode) node);
        }
    }

    private int definition(Node node) {
        int column = first(node).index();
        return row.column(column).definitions[next[column]];
    }

    /** Leaves behind the one entry that each column below an absent node has. */
    private void pass(Node node) {
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

    private void group(Group group) {
        out.putByte('{');
        boolean any = false;
        for (int i = 0; i < group.size(); i++) {
            Node field = group.field(i).node();
            if (group.isChoice() && definition(field) < field.definition()) {
                pass(field);
                continue;
            }
            if (any) {
                out.putByte(',');
            }
            any = true;
            byte[] name = group.field(i).nameBytes();
            JsonText.quote(name, 0, name.length, out);
            out.putByte(':');
            node(field);
        }
        out.putByte('}');
    }

    private void list(ListNode list) {
        out.putByte('[');
        if (definition(list) == list.definition()) {
            pass(list);
        } else {
            Leaf first = first(list);
            int level = list.element().repetition();
            node(list.element());
            while (goesOn(first, level)) {
                out.putByte(',');
                node(list.element());
            }
        }
        out.putByte(']');
    }

    private void map(MapNode map) {
        out.putByte('{');
        if (definition(map) == map.definition()) {
            pass(map);
        } else {
            entry(map);
            while (goesOn(map.key(), map.key().repetition())) {
                out.putByte(',');
                entry(map);
            }
        }
        out.putByte('}');
    }

    private void entry(MapNode map) {
        node(map.key());
        out.putByte(':');
        node(map.value());
    }

    /** True if the column's next entry is one more of the list whose entries have this level. */
    private boolean goesOn(Leaf first, int level) {
        StagedColumn column = row.column(first.index());
        int entry = next[first.index()];
        return entry < column.count && column.repetitions[entry] == level;
    }
}
