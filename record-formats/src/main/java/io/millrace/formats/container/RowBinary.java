package io.millrace.formats.container;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.RowCursor;
import io.millrace.formats.row.StagedColumn;
import java.io.IOException;
import org.apache.avro.io.Encoder;

/** Puts the columns of a record together again, as Avro's binary form of the {@link ContainerSchema}. */
final class RowBinary {
    /** Branches of a union with null, which stands first. */
    private static final int NULL = 0;

    private static final int VALUE = 1;

    private final Group root;
    private final Row row;
    private final RowCursor cursor;
    private Encoder out;
    /** An unscaled value of 18 digits, the highest byte first. */
    private final byte[] unscaled = new byte[Long.BYTES];

    RowBinary(Group root, Row row) {
        this.root = root;
        this.row = row;
        this.cursor = new RowCursor(root, row);
    }

    /** Writes the record that is in the row now. */
    void write(Encoder to) throws IOException {
        out = to;
        cursor.begin();
        group(root);
    }

    private void node(Node node) throws IOException {
        if (node.isOptional()) {
            if (!cursor.isThere(node)) {
                cursor.pass(node);
                out.writeIndex(NULL);
                return;
            }
            out.writeIndex(VALUE);
        }
        if (node instanceof Leaf leaf) {
            leaf(leaf, cursor.take(leaf));
        } else if (node instanceof Group group) {
            group(group);
        } else if (node instanceof ListNode list) {
            list(list);
        } else {
            map((MapNode) node);
        }
    }

    private void group(Group group) throws IOException {
        for (int i = 0; i < group.size(); i++) {
            node(group.field(i).node());
        }
    }

    private void list(ListNode list) throws IOException {
        int count = cursor.elements(list);
        out.writeArrayStart();
        out.setItemCount(count);
        for (int i = 0; i < count; i++) {
            out.startItem();
            node(list.element());
        }
        out.writeArrayEnd();
    }

    /** A map, or an array of entries, is the same in bytes: key after value after key. */
    private void map(MapNode map) throws IOException {
        int count = cursor.entries(map);
        out.writeMapStart();
        out.setItemCount(count);
        for (int i = 0; i < count; i++) {
            out.startItem();
            leaf(map.key(), cursor.take(map.key()));
            node(map.value());
        }
        out.writeMapEnd();
    }

    private void leaf(Leaf leaf, int entry) throws IOException {
        StagedColumn column = row.column(leaf.index());
        switch (leaf.type()) {
            case BOOLEAN -> out.writeBoolean(column.numbers[entry] != 0);
            case INT, DATE, TIME_MILLIS -> out.writeInt((int) column.numbers[entry]);
            case LONG,
                    TIMESTAMP_MILLIS,
                    TIMESTAMP_MICROS,
                    TIMESTAMP_NANOS,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    TIME_MICROS -> out.writeLong(column.numbers[entry]);
            case FLOAT -> out.writeFloat(Float.intBitsToFloat((int) column.numbers[entry]));
            case DOUBLE -> out.writeDouble(Double.longBitsToDouble(column.numbers[entry]));
            case STRING, ENUM, ANY_TEXT, BYTES ->
                out.writeBytes(array(column, entry), at(column, entry), column.lengths[entry]);
            case FIXED, DECIMAL_FIXED, DURATION ->
                out.writeFixed(array(column, entry), at(column, entry), column.lengths[entry]);
            case DECIMAL_LONG -> decimal(column.numbers[entry]);
        }
    }

    private byte[] array(StagedColumn column, int entry) {
        return row.array(column.offsets[entry]);
    }

    private static int at(StagedColumn column, int entry) {
        return Row.offset(column.offsets[entry]);
    }

    /** As few bytes as the number needs. */
    private void decimal(long number) throws IOException {
        int sign = number < 0 ? Long.numberOfLeadingZeros(~number) : Long.numberOfLeadingZeros(number);
        int length = (Long.SIZE - sign) / Byte.SIZE + 1;
        for (int i = 0; i < length; i++) {
            unscaled[i] = (byte) (number >> Byte.SIZE * (length - 1 - i));
        }
        out.writeBytes(unscaled, 0, length);
    }
}
