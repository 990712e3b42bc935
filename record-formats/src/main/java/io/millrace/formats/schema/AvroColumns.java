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
    /** Nobody nests this deep on purpose, and the stack ends somewhere. */
    private static final int MOST_LEVELS = 100;

    private final Schema record;
    private final String schemaName;
    private final boolean everyType;
    private final boolean missingIsNull;
    private final Set<String> open = new HashSet<>();

    /**
     * @param schemaName how the user named the schema, for messages
     * @param everyType false for the types that values have which do not know Avro's
     * @param missingIsNull with every type: true if values may leave out what may be null
     */
    private AvroColumns(Schema record, String schemaName, boolean everyType, boolean missingIsNull) {
        this.record = record;
        this.schemaName = schemaName;
        this.everyType = everyType;
        this.missingIsNull = missingIsNull;
    }

    /** The columns of the schema of that name or path. */
    public static AvroColumns read(String nameOrPath) throws SchemaException {
        return new AvroColumns(AvroSchemas.read(nameOrPath), nameOrPath, false, false);
    }

    /** The columns of keys in JSON, of the schema of that path: of a record, or of the object around a single type. */
    public static AvroColumns readKey(String path) throws SchemaException {
        Schema schema = AvroSchemas.readAny(path);
        return new AvroColumns(AvroSchemas.recordOfKey(schema), path, false, false);
    }

    /** True of the columns of an object around a single type. */
    public boolean isSingle() {
        return AvroSchemas.isAroundSingle(record);
    }

    /**
     * The columns of values that are Avro themselves: with unions of several types, which become groups, all logical types, and
     * any defaults, which are not the columns' matter then.
     *
     * @param schemaName what people know the schema by
     */
    public static AvroColumns ofAvroValues(Schema record, String schemaName) {
        return new AvroColumns(record, schemaName, true, false);
    }

    /**
     * The columns of JSON values that bring their schema: the same types, but values may have been written by an older schema than
     * this one, which lacks fields that may be null.
     *
     * @param schemaName what people know the schema by
     */
    public static AvroColumns ofJsonValues(Schema record, String schemaName) {
        return new AvroColumns(record, schemaName, true, true);
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
        if (open.size() > MOST_LEVELS) {
            throw refused(slot, "is nested in more than " + MOST_LEVELS + " records");
        }
        if (schema.getFields().isEmpty()) {
            throw refused(slot, "is a record without fields, which no column can hold");
        }
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Unwrapped type =
                    unwrap(field.schema(), slot.child(field.name(), false).path());
            TreeBuilder.Slot child = slot.child(field.name(), type.nullable());
            Node node = node(tree, child, type.schema());
            members.add(new TreeBuilder.Member(node, absence(field, node)));
        }
        open.remove(schema.getFullName());
        return members;
    }

    private record Unwrapped(Schema schema, boolean nullable) {}

    /** Takes the null out of a union. */
    private Unwrapped unwrap(Schema schema, String path) throws SchemaException {
        if (schema.getType() != Schema.Type.UNION) {
            return new Unwrapped(schema, false);
        }
        List<Schema> others = AvroUnions.besidesNull(schema);
        boolean nullable = others.size() < schema.getTypes().size();
        if (others.size() == 1) {
            return new Unwrapped(others.get(0), nullable);
        }
        if (!everyType || others.isEmpty()) {
            throw new SchemaException("schema '" + schemaName + "': field '" + path + "' is a union of " + others.size()
                    + " types besides null, must be one type or null and one type");
        }
        return new Unwrapped(schema, nullable);
    }

    /** As parquet-avro and Spark have it: a group of {@code member0}, {@code member1}, ... of which one is there. */
    private Node choice(TreeBuilder tree, TreeBuilder.Slot slot, Schema union) throws SchemaException {
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (Schema member : AvroUnions.besidesNull(union)) {
            TreeBuilder.Slot child = slot.child("member" + members.size(), true);
            members.add(new TreeBuilder.Member(node(tree, child, member), Absence.NULL));
        }
        return tree.choice(slot, members);
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
            case STRING ->
                tree.leaf(slot, ConnectTypes.isZonedTimestamp(schema) ? LeafType.TIMESTAMP_MICROS : LeafType.STRING);
            case INT -> tree.leaf(slot, intType(schema.getLogicalType()));
            case LONG -> tree.leaf(slot, longType(schema.getLogicalType()));
            case FLOAT -> tree.leaf(slot, LeafType.FLOAT);
            case DOUBLE -> tree.leaf(slot, LeafType.DOUBLE);
            case BOOLEAN -> tree.leaf(slot, LeafType.BOOLEAN);
            case UNION -> choice(tree, slot, schema);
            case NULL -> throw refused(slot, "is null, which no column can hold");
        };
    }

    private LeafType intType(LogicalType logical) {
        if (logical instanceof LogicalTypes.Date) {
            return LeafType.DATE;
        }
        return everyType && logical instanceof LogicalTypes.TimeMillis ? LeafType.TIME_MILLIS : LeafType.INT;
    }

    private LeafType longType(LogicalType logical) {
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return LeafType.TIMESTAMP_MILLIS;
        }
        if (logical instanceof LogicalTypes.TimestampMicros) {
            return LeafType.TIMESTAMP_MICROS;
        }
        if (!everyType || logical == null) {
            return LeafType.LONG;
        }
        return switch (logical.getName()) {
            case "time-micros" -> LeafType.TIME_MICROS;
            case "timestamp-nanos" -> LeafType.TIMESTAMP_NANOS;
            case "local-timestamp-millis" -> LeafType.LOCAL_TIMESTAMP_MILLIS;
            case "local-timestamp-micros" -> LeafType.LOCAL_TIMESTAMP_MICROS;
            case "local-timestamp-nanos" -> LeafType.LOCAL_TIMESTAMP_NANOS;
            default -> LeafType.LONG;
        };
    }

    private Node binary(TreeBuilder tree, TreeBuilder.Slot slot, Schema schema) throws SchemaException {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getPrecision() > 38) {
                throw refused(slot, "is a decimal of " + decimal.getPrecision() + " digits, must be at most 38");
            }
            return tree.decimal(slot, decimal.getPrecision(), decimal.getScale());
        }
        if (schema.getType() == Schema.Type.FIXED && everyType) {
            if (schema.getFixedSize() == 0) {
                throw refused(slot, "is a fixed of no bytes, which no column can hold");
            }
            if (schema.getLogicalType() instanceof LogicalTypes.Uuid) {
                return tree.leaf(slot, LeafType.STRING);
            }
            if (isDuration(schema)) {
                return tree.duration(slot);
            }
        }
        return schema.getType() == Schema.Type.FIXED
                ? tree.fixed(slot, schema.getFixedSize())
                : tree.leaf(slot, LeafType.BYTES);
    }

    /** Avro's library knows the type by its name only in some versions. */
    private static boolean isDuration(Schema fixed) {
        return fixed.getFixedSize() == 12 && "duration".equals(fixed.getProp(LogicalType.LOGICAL_TYPE_PROP));
    }

    /** A field that may be null may be missing, default or not: that is what people mean by optional. */
    private Absence absence(Schema.Field field, Node node) throws SchemaException {
        if (everyType) {
            return missingIsNull && node.nullable() ? Absence.NULL : Absence.REFUSED;
        }
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
