package io.millrace.formats.schema;

import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.TreeBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The columns of an Avro record. */
public final class AvroColumns implements Tree.Members {
    private final Schema record;
    private final String schemaName;
    private final Set<String> open = new HashSet<>();

    /** @param schemaName how the user named the schema, for messages */
    private AvroColumns(Schema record, String schemaName) {
        this.record = record;
        this.schemaName = schemaName;
    }

    /** The columns of the schema of that name or path. */
    public static AvroColumns read(String nameOrPath) throws SchemaException {
        return new AvroColumns(AvroSchemas.read(nameOrPath), nameOrPath);
    }

    /** The record's own name. */
    public String name() {
        return record.getName();
    }

    @Override
    public List<TreeBuilder.Member> build(TreeBuilder tree) throws SchemaException {
        return members(tree, tree.root(), record);
    }

    private List<TreeBuilder.Member> members(TreeBuilder tree, TreeBuilder.Slot slot, Schema schema)
            throws SchemaException {
        if (!open.add(schema.getFullName())) {
            throw refused(slot, "contains itself, which columns cannot");
        }
        if (schema.getFields().isEmpty()) {
            throw refused(slot, "is a record without fields, which Parquet cannot hold");
        }
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Unwrapped type = unwrap(field.schema(), slot.path() + "." + field.name());
            TreeBuilder.Slot child = slot.child(field.name(), type.nullable());
            Node node = node(tree, child, type.schema());
            members.add(new TreeBuilder.Member(node, absence(field, node)));
        }
        open.remove(schema.getFullName());
        return members;
    }

    private record Unwrapped(Schema schema, boolean nullable) {}

    /** Takes the null out of a union of null and one other type. */
    private Unwrapped unwrap(Schema schema, String path) throws SchemaException {
        if (schema.getType() != Schema.Type.UNION) {
            return new Unwrapped(schema, false);
        }
        List<Schema> others = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        if (others.size() != 1) {
            String name = path.startsWith(".") ? path.substring(1) : path;
            throw new SchemaException("schema '" + schemaName + "': field '" + name + "' is a union of " + others.size()
                    + " types besides null, must be one type or null and one type");
        }
        return new Unwrapped(others.get(0), schema.getTypes().size() > 1);
    }

    private Node node(TreeBuilder tree, TreeBuilder.Slot slot, Schema schema) throws SchemaException {
        return switch (schema.getType()) {
            case RECORD -> tree.group(slot, members(tree, slot, schema));
            case ARRAY -> {
                Unwrapped element = unwrap(schema.getElementType(), slot.path());
                yield tree.list(slot, node(tree, slot.repeated("element", element.nullable()), element.schema()));
            }
            case MAP -> {
                Unwrapped value = unwrap(schema.getValueType(), slot.path());
                Leaf key = tree.leaf(slot.repeated("key", false), LeafType.STRING);
                yield tree.map(slot, key, node(tree, slot.repeated("value", value.nullable()), value.schema()));
            }
            case ENUM -> tree.enumeration(slot, schema.getEnumSymbols());
            case FIXED, BYTES -> binary(tree, slot, schema);
            case STRING -> tree.leaf(slot, LeafType.STRING);
            case INT ->
                tree.leaf(slot, schema.getLogicalType() instanceof LogicalTypes.Date ? LeafType.DATE : LeafType.INT);
            case LONG -> tree.leaf(slot, longType(schema.getLogicalType()));
            case FLOAT -> tree.leaf(slot, LeafType.FLOAT);
            case DOUBLE -> tree.leaf(slot, LeafType.DOUBLE);
            case BOOLEAN -> tree.leaf(slot, LeafType.BOOLEAN);
            case UNION, NULL -> throw refused(slot, "is " + schema.getType().getName() + ", which no column can hold");
        };
    }

    private static LeafType longType(LogicalType logical) {
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return LeafType.TIMESTAMP_MILLIS;
        }
        return logical instanceof LogicalTypes.TimestampMicros ? LeafType.TIMESTAMP_MICROS : LeafType.LONG;
    }

    private Node binary(TreeBuilder tree, TreeBuilder.Slot slot, Schema schema) throws SchemaException {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getPrecision() > 38) {
                throw refused(slot, "is a decimal of " + decimal.getPrecision() + " digits, must be at most 38");
            }
            return tree.decimal(slot, decimal.getPrecision(), decimal.getScale());
        }
        return schema.getType() == Schema.Type.FIXED
                ? tree.fixed(slot, schema.getFixedSize())
                : tree.leaf(slot, LeafType.BYTES);
    }

    /** A field that may be null may be missing, default or not: that is what people mean by optional. */
    private Absence absence(Schema.Field field, Node node) throws SchemaException {
        Object value = field.hasDefaultValue() ? field.defaultVal() : null;
        if (value == null || value == JsonProperties.NULL_VALUE) {
            return node.nullable() ? Absence.NULL : Absence.REFUSED;
        }
        if (node instanceof Leaf leaf) {
            return AvroDefaults.of(leaf, value);
        }
        boolean isEmpty = value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        if (isEmpty && (node instanceof ListNode || node instanceof MapNode)) {
            return Absence.EMPTY;
        }
        throw new SchemaException("schema '" + schemaName + "': default of field '" + node.path()
                + "' must be a scalar, null, or an empty array or map");
    }

    private SchemaException refused(TreeBuilder.Slot slot, String why) {
        String subject = slot.path().isEmpty() ? "the record" : "field '" + slot.path() + "'";
        return new SchemaException("schema '" + schemaName + "': " + subject + " " + why);
    }
}
