package io.millrace.formats.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns that a message has without a schema beside it. */
public final class ProtoColumns implements Tree.Members {
    static final String TIMESTAMP = "google.protobuf.Timestamp";
    private static final String WRAPPERS =
            "google.protobuf.(Double|Float|Int64|UInt64|Int32|UInt32|Bool|String|Bytes)Value";

    private final Descriptor message;
    private final Set<String> open = new HashSet<>();

    public ProtoColumns(Descriptor message) {
        this.message = message;
    }

    @Override
    public List<TreeBuilder.Member> build(TreeBuilder tree) throws SchemaException {
        return members(tree, tree.root(), message);
    }

    private List<TreeBuilder.Member> members(TreeBuilder tree, TreeBuilder.Slot slot, Descriptor type)
            throws SchemaException {
        if (!open.add(type.getFullName())) {
            throw new SchemaException("message '" + type.getFullName() + "' contains itself, which columns cannot");
        }
        if (type.getFields().isEmpty()) {
            throw new SchemaException("message '" + type.getFullName() + "' has no fields, which no column can hold");
        }
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (FieldDescriptor field : type.getFields()) {
            boolean optional = field.hasPresence() && !field.isRequired();
            TreeBuilder.Slot child = slot.child(field.getName(), optional);
            Node node = field.isMapField() ? map(tree, child, field) : single(tree, child, field);
            members.add(new TreeBuilder.Member(node, optional ? Absence.NULL : Absence.REFUSED));
        }
        open.remove(type.getFullName());
        return members;
    }

    private Node map(TreeBuilder tree, TreeBuilder.Slot slot, FieldDescriptor field) throws SchemaException {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        var keyLeaf = tree.leaf(slot.repeated("key", false), leafType(key));
        return tree.map(slot, keyLeaf, element(tree, slot.repeated("value", false), value));
    }

    private Node single(TreeBuilder tree, TreeBuilder.Slot slot, FieldDescriptor field) throws SchemaException {
        return field.isRepeated()
                ? tree.list(slot, element(tree, slot.repeated("element", false), field))
                : element(tree, slot, field);
    }

    private Node element(TreeBuilder tree, TreeBuilder.Slot slot, FieldDescriptor field) throws SchemaException {
        if (field.getType() == FieldDescriptor.Type.GROUP) {
            throw new SchemaException("field '" + field.getFullName() + "' is a group, which is not supported");
        }
        if (field.getType() == FieldDescriptor.Type.ENUM) {
            return tree.enumeration(
                    slot,
                    field.getEnumType().getValues().stream()
                            .map(EnumValueDescriptor::getName)
                            .toList());
        }
        if (field.getType() == FieldDescriptor.Type.MESSAGE && !isScalarMessage(field)) {
            return tree.group(slot, members(tree, slot, field.getMessageType()));
        }
        return tree.leaf(slot, leafType(field));
    }

    /** A message that stands for one value: an instant or a wrapped scalar. */
    static boolean isScalarMessage(FieldDescriptor field) {
        return isTimestamp(field) || isWrapper(field);
    }

    static boolean isTimestamp(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.MESSAGE
                && field.getMessageType().getFullName().equals(TIMESTAMP);
    }

    static boolean isWrapper(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.MESSAGE
                && field.getMessageType().getFullName().matches(WRAPPERS);
    }

    private static LeafType leafType(FieldDescriptor field) {
        if (isTimestamp(field)) {
            return LeafType.TIMESTAMP_MICROS;
        }
        FieldDescriptor scalar = isWrapper(field) ? field.getMessageType().findFieldByNumber(1) : field;
        return switch (scalar.getType()) {
            case BOOL -> LeafType.BOOLEAN;
            case INT32, SINT32, SFIXED32 -> LeafType.INT;
            case FLOAT -> LeafType.FLOAT;
            case DOUBLE -> LeafType.DOUBLE;
            case BYTES -> LeafType.BYTES;
            case STRING, ENUM -> LeafType.STRING;
            default -> LeafType.LONG;
        };
    }
}
