package io.millrace.formats.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.schema.SchemaException;
import java.nio.charset.StandardCharsets;

/** A field of a message and the node that its values go to, found to fit each other. */
final class ProtoField {
    final FieldDescriptor field;
    /** Place of the field in its group. */
    final int index;

    final Node node;
    /** What each value is: the node itself, or the elements of a list; a map has key and value instead. */
    final Leaf leaf;

    final ProtoMessage message;
    final ProtoField key;
    final ProtoField value;
    final Absence absence;
    /** Of a map: where the keys of the message that is being decoded begin in their column. */
    int firstKey;

    ProtoField(FieldDescriptor field, int index, Node node, Absence schemaAbsence) throws SchemaException {
        this.field = field;
        this.index = index;
        this.node = node;
        boolean isMap = node instanceof MapNode;
        Node element = node instanceof ListNode list ? list.element() : node;
        boolean isInEntry = field.getContainingType().getOptions().getMapEntry();
        if (isMap != field.isMapField() || node instanceof ListNode != (field.isRepeated() && !field.isMapField())) {
            throw new SchemaException("field '" + node.path() + "' of the schema and '" + field.getFullName()
                    + "' of the message must both be repeated, both be maps or neither");
        }
        this.leaf = element instanceof Leaf l ? l : null;
        this.message = element instanceof Group group ? new ProtoMessage(field.getMessageType(), group) : null;
        if (node instanceof MapNode map) {
            this.key = new ProtoField(field.getMessageType().findFieldByNumber(1), 0, map.key(), Absence.REFUSED);
            this.value = new ProtoField(field.getMessageType().findFieldByNumber(2), 1, map.value(), Absence.REFUSED);
        } else {
            this.key = null;
            this.value = null;
        }
        if (leaf != null && !fits(leaf.type(), field)) {
            throw new SchemaException("field '" + node.path() + "' of type " + leaf.type() + " cannot hold '"
                    + field.getFullName() + "' of type " + field.getType());
        }
        if (field.isRepeated()) {
            this.absence = Absence.EMPTY;
        } else if ((!field.hasPresence() || isInEntry) && leaf != null) {
            this.absence = zero(leaf, field);
        } else {
            this.absence = schemaAbsence;
        }
    }

    private static boolean fits(LeafType type, FieldDescriptor field) {
        if (ProtoColumns.isTimestamp(field)) {
            return type == LeafType.TIMESTAMP_MILLIS || type == LeafType.TIMESTAMP_MICROS;
        }
        FieldDescriptor scalar =
                ProtoColumns.isWrapper(field) ? field.getMessageType().findFieldByNumber(1) : field;
        return switch (scalar.getJavaType()) {
            case BOOLEAN -> type == LeafType.BOOLEAN;
            case INT, LONG ->
                type == LeafType.INT
                        || type == LeafType.LONG
                        || type == LeafType.DATE
                        || type == LeafType.TIMESTAMP_MILLIS
                        || type == LeafType.TIMESTAMP_MICROS;
            case FLOAT -> type == LeafType.FLOAT || type == LeafType.DOUBLE;
            case DOUBLE -> type == LeafType.DOUBLE;
            case STRING, ENUM -> type == LeafType.STRING || type == LeafType.ENUM;
            case BYTE_STRING -> type == LeafType.BYTES;
            case MESSAGE -> false;
        };
    }

    private static Absence zero(Leaf leaf, FieldDescriptor field) {
        if (field.getType() == FieldDescriptor.Type.ENUM) {
            return Absence.of(field.getEnumType().getValues().get(0).getName().getBytes(StandardCharsets.UTF_8));
        }
        return leaf.type().isBytes() ? Absence.of(new byte[0]) : Absence.of(0);
    }
}
