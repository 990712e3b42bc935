package io.millrace.formats.json;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a group, to be found by name. Producers nearly always write their fields in one order
 * and without blanks, so the field after the last one is tried first, eight bytes at a time.
 */
final class JsonGroup {

    private final Group node;
    private final JsonChild[] children;
    /** The bytes {@code "name":} of each field. */
    private final byte[][] patterns;
    /** What of each pattern does not fill eight bytes. */
    private final long[] tails;
    /** Which occurrence of this group last had the field. */
    private final long[] marks;

    private long stamp;

    JsonGroup(Group node) {
        this.node = node;
        this.children = new JsonChild[node.size()];
        this.patterns = new byte[node.size()][];
        this.tails = new long[node.size()];
        this.marks = new long[node.size()];
        for (int i = 0; i < children.length; i++) {
            Node child = node.field(i).node();
            children[i] = new JsonChild(child);
            patterns[i] = ("\"" + child.name() + "\":").getBytes(StandardCharsets.UTF_8);
            int tail = patterns[i].length & 7;
            tails[i] = Bytes.load(patterns[i], patterns[i].length - tail, tail);
        }
    }

    Group node() {
        return node;
    }

    int size() {
        return children.length;
    }

    JsonChild child(int index) {
        return children[index];
    }

    Node node(int index) {
        return children[index].node;
    }

    /** Begins an occurrence of the group: what was marked before no longer is. */
    long begin() {
        return ++stamp;
    }

    /** Notes that this occurrence has the field; false if it was noted already. */
    boolean mark(int index, long occurrence) {
        if (marks[index] == occurrence) {
            return false;
        }
        marks[index] = occurrence;
        return true;
    }

    boolean isMarked(int index, long occurrence) {
        return marks[index] == occurrence;
    }

    /** The index after {@code "name":} if that is what stands here for the field, else -1. */
    int match(int index, byte[] bytes, int at, int end) {
        if (index >= patterns.length) {
            return -1;
        }
        byte[] pattern = patterns[index];
        int length = pattern.length;
        if (end - at < length) {
            return -1;
        }
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (Bytes.load(bytes, at + i) != Bytes.load(pattern, i)) {
                return -1;
            }
        }
        return i == length || Bytes.load(bytes, at + i, length - i) == tails[index] ? at + length : -1;
    }

    /** Index of the field whose name the scanner just passed, or -1. */
    int find(JsonScanner json, int nameStart, Row row) throws BadRecordException {
        if (!json.stringEscaped) {
            return node.find(json.buf, nameStart, json.stringEnd - nameStart);
        }
        byte[] scratch = row.scratch(json.stringEnd - nameStart);
        int start = row.scratchStart();
        int length = JsonStrings.unescape(json.buf, nameStart, json.stringEnd, scratch, start);
        return length < 0 ? -1 : node.find(scratch, start, length);
    }
}
