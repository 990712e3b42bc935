package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.RowCursor;
import io.millrace.formats.value.JsonSource;

/**
 * Puts the columns of a record together again, as a JSON object: the fields in the order of the schema, absent ones as null, of a
 * union only the member that is there.
 */
public final class RowJson implements JsonSource {
    private final Group root;
    private final RowCursor cursor;
    private final LeafJson leaves;
    private final Bytes out;
    private final InputBytes text = new InputBytes();

    /** @param room heap that one text may take */
    public RowJson(Group root, Row row, long room) {
        this.root = root;
        this.cursor = new RowCursor(root, row);
        this.out = new Bytes(256, room);
        this.leaves = new LeafJson(row, out);
    }

    /** The record that was decoded into the row last; the value itself is not looked at. */
    @Override
    public InputBytes json(InputBytes value) {
        text.release();
        out.clear(Bytes.KEPT);
        cursor.begin();
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
            boolean there = cursor.isThere(leaf);
            int entry = cursor.take(leaf);
            if (there) {
                leaves.value(leaf, entry);
            } else {
                leaves.absent();
            }
        } else if (!cursor.isThere(node)) {
            cursor.pass(node);
            leaves.absent();
        } else if (node instanceof Group group) {
            group(group);
        } else if (node instanceof ListNode list) {
            list(list);
        } else {
            map((MapNode) node);
        }
    }

    private void group(Group group) {
        out.putByte('{');
        boolean any = false;
        for (int i = 0; i < group.size(); i++) {
            Node field = group.field(i).node();
            if (group.isChoice() && !cursor.isThere(field)) {
                cursor.pass(field);
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
        int count = cursor.elements(list);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.putByte(',');
            }
            node(list.element());
        }
        out.putByte(']');
    }

    private void map(MapNode map) {
        out.putByte('{');
        int count = cursor.entries(map);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.putByte(',');
            }
            entry(map);
        }
        out.putByte('}');
    }

    private void entry(MapNode map) {
        node(map.key());
        out.putByte(':');
        node(map.value());
    }
}
