package io.millrace.formats.json;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapKeys;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;

/**
 * Decodes JSON objects into the columns of a tree. Fields that the tree does not have are checked and passed over. Calls
 * itself as deep as the tree, never as deep as the data.
 */
public final class JsonDecoder implements ValueDecoder {
    private final JsonScanner json = new JsonScanner();
    private final Row row;
    private final JsonGroup root;
    private final JsonLeaves leaves;
    private boolean partial;

    public JsonDecoder(Group root, Row row) {
        this(root, row, JsonReading.USUAL);
    }

    /** @param reading what the values leave open */
    public JsonDecoder(Group root, Row row, JsonReading reading) {
        this.row = row;
        this.root = new JsonGroup(root);
        this.leaves = new JsonLeaves(json, row, reading);
    }

    /** Decodes the object that is all of this range. The row must have been reset to this array. */
    @Override
    public void decode(byte[] bytes, int from, int to) throws BadRecordException {
        json.begin(bytes, from, to);
        int p = json.skipBlanks(from);
        if (json.peek(p) != '{') {
            // Say "not JSON" only of what is not.
            json.expectEnd(json.value(p));
            throw new BadRecordException("value must be a JSON object");
        }
        p = object(root, p + 1, 0);
        if (p != to) {
            json.expectEnd(p);
        }
    }

    /** What steps over the parts of the value. */
    JsonScanner scanner() {
        return json;
    }

    /**
     * Decodes the object whose first brace stands there, a part of what the scanner has begun, and returns the index after it.
     *
     * @param isPartial true if a field that is null or missing is null whatever the schema says
     */
    int decodePart(int brace, boolean isPartial) throws BadRecordException {
        partial = isPartial;
        try {
            return object(root, brace + 1, 0);
        } finally {
            partial = false;
        }
    }

    /** Checks that the range is one JSON value of any kind, and puts nothing into the row. */
    public void validate(byte[] bytes, int from, int to) throws BadRecordException {
        json.begin(bytes, from, to);
        json.expectEnd(json.value(from));
    }

    private int object(JsonGroup group, int at, int repetition) throws BadRecordException {
        int p = json.skipBlanks(at);
        long stamp = group.begin();
        int seen = 0;
        int expected = 0;
        if (json.peek(p) == '}') {
            p++;
        } else {
            while (true) {
                int index;
                int matched = group.match(expected, json.buf, p, json.end);
                if (matched > 0) {
                    index = expected;
                    p = matched;
                } else {
                    int name = json.expect(p, '"');
                    p = json.string(name);
                    index = group.find(json, name, row);
                    p = json.expect(json.skipBlanks(p), ':');
                }
                p = json.skipBlanks(p);
                if (index < 0) {
                    p = json.value(p);
                } else {
                    if (!group.mark(index, stamp)) {
                        throw new BadRecordException(
                                "field '" + group.node(index).path() + "' is there twice");
                    }
                    seen++;
                    p = value(group.child(index), p, repetition);
                    expected = index + 1;
                }
                p = json.skipBlanks(p);
                byte b = json.peek(p);
                p++;
                if (b == '}') {
                    break;
                }
                if (b != ',') {
                    throw json.unexpected(p - 1, "',' or '}'");
                }
                p = json.skipBlanks(p);
            }
        }
        if (seen < group.size()) {
            addMissing(group, stamp, repetition);
        }
        return p;
    }

    private void addMissing(JsonGroup group, long stamp, int repetition) throws BadRecordException {
        for (int i = 0; i < group.size(); i++) {
            if (group.isMarked(i, stamp)) {
                continue;
            }
            if (partial && group == root) {
                addNull(group.node(i), repetition);
            } else if (!group.node().addMissing(row, i, repetition)) {
                throw new BadRecordException("field '" + group.node(i).path() + "' is missing");
            }
        }
    }

    private int value(JsonChild child, int p, int repetition) throws BadRecordException {
        if (json.peek(p) == 'n') {
            return absent(child.node, p, repetition);
        }
        if (child.leaf != null) {
            return leaves.value(child.leaf, p, repetition);
        }
        return nested(child, p, repetition);
    }

    private int absent(Node node, int at, int repetition) throws BadRecordException {
        int p = json.literal(at, "null");
        boolean isGone = partial && node.isOptional() && node.repetition() == 0;
        if (!node.nullable() && !isGone) {
            throw new BadRecordException("field '" + node.path() + "' is null, which its schema does not allow");
        }
        addNull(node, repetition);
        return p;
    }

    private void addNull(Node node, int repetition) {
        node.addAbsent(row, repetition, node.definition() - 1);
    }

    private int nested(JsonChild child, int p, int repetition) throws BadRecordException {
        Node node = child.node;
        if (node instanceof Group) {
            return object(child.group, open(node, p, '{', "an object"), repetition);
        }
        if (node instanceof ListNode) {
            return list(child, open(node, p, '[', "an array"), repetition);
        }
        return map(child, open(node, p, '{', "an object"), repetition);
    }

    private int open(Node node, int p, char bracket, String what) throws BadRecordException {
        if (json.buf[p] != bracket) {
            json.value(p);
            throw new BadRecordException("field '" + node.path() + "' must be " + what);
        }
        return json.skipBlanks(p + 1);
    }

    private int list(JsonChild list, int at, int repetition) throws BadRecordException {
        int p = at;
        if (json.peek(p) == ']') {
            list.node.addAbsent(row, repetition, list.node.definition());
            return p + 1;
        }
        int later = list.element.node.repetition();
        int level = repetition;
        while (true) {
            p = json.skipBlanks(value(list.element, p, level));
            level = later;
            byte b = json.peek(p);
            if (b == ']') {
                return p + 1;
            }
            if (b != ',') {
                throw json.unexpected(p, "',' or ']'");
            }
            p = json.skipBlanks(p + 1);
        }
    }

    private int map(JsonChild map, int at, int repetition) throws BadRecordException {
        int p = at;
        if (json.peek(p) == '}') {
            map.node.addAbsent(row, repetition, map.node.definition());
            return p + 1;
        }
        Leaf key = ((MapNode) map.node).key();
        int first = row.column(key.index()).count;
        int level = repetition;
        while (true) {
            if (json.peek(p) != '"') {
                throw json.unexpected(p, "'\"'");
            }
            p = leaves.text(key, p, level);
            p = json.skipBlanks(json.expect(json.skipBlanks(p), ':'));
            p = json.skipBlanks(value(map.element, p, level));
            level = key.repetition();
            byte b = json.peek(p);
            if (b == '}') {
                if (MapKeys.hasTwice(row, key, first)) {
                    throw new BadRecordException("field '" + map.node.path() + "' has a key twice");
                }
                return p + 1;
            }
            if (b != ',') {
                throw json.unexpected(p, "',' or '}'");
            }
            p = json.skipBlanks(p + 1);
        }
    }
}
