package io.millrace.formats.container;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A tree of columns as an Avro schema. What may be missing is a union of null and its type, with null for a default, so that readers
 * put files of several schemas together. Maps whose keys are no text are arrays of records with the logical type {@code map}, as
 * Iceberg writes them. A record within a record is named by its field, in a namespace that is the outer record's name.
 */
final class ContainerSchema {
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z0-9_]");
    /** What no record can be named, unless it has a namespace. */
    private static final Set<String> PRIMITIVES =
            Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");

    private static final LogicalType MAP = new LogicalType("map");

    /** Names of records and fixed types, each of which may be said once. */
    private final Set<String> taken = new HashSet<>();

    private ContainerSchema() {}

    /** @param name the schema's, with or without a namespace */
    static Schema of(String name, Group root) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("\\.")) {
            if (!part.isEmpty()) {
                parts.add(valid(part));
            }
        }
        String last = parts.isEmpty() ? "record" : parts.remove(parts.size() - 1);
        if (parts.isEmpty() && PRIMITIVES.contains(last)) {
            last += "_record";
        }
        return new ContainerSchema().record(root, last, String.join(".", parts));
    }

    /**
     * A name that Avro takes: letters, digits and underscores, no digit first. What it does not take becomes its number, so that two
     * columns never change names when one is added beside them.
     */
    private static String valid(String name) {
        String letters = NO_LETTER
                .matcher(name)
                .replaceAll(match -> "_x%x_".formatted((int) match.group().charAt(0)));
        return letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? "_" + letters : letters;
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private Schema record(Group group, String name, String namespace) {
        String prefix = namespace.isEmpty() ? "" : namespace + ".";
        String full = free(prefix + name, taken);
        List<Schema.Field> fields = new ArrayList<>();
        // A name that is right as it is stays, whatever becomes of those before it.
        Set<String> own = new HashSet<>();
        for (int i = 0; i < group.size(); i++) {
            own.add(group.field(i).node().name());
        }
        for (int i = 0; i < group.size(); i++) {
            Node node = group.field(i).node();
            String right = valid(node.name());
            fields.add(field(node, right.equals(node.name()) ? right : free(right, own), full));
        }
        return Schema.createRecord(full.substring(prefix.length()), null, namespace, false, fields);
    }

    private Schema.Field field(Node node, String name, String record) {
        String doc = name.equals(node.name()) ? null : "column '" + node.name() + "'";
        Object missing = node.isOptional() ? JsonProperties.NULL_VALUE : null;
        return new Schema.Field(name, schema(node, name, record), doc, missing);
    }

    private Schema schema(Node node, String name, String record) {
        Schema schema = present(node, name, record);
        return node.isOptional() ? Schema.createUnion(Schema.create(Schema.Type.NULL), schema) : schema;
    }

    private Schema present(Node node, String name, String record) {
        if (node instanceof Leaf leaf) {
            return leaf(leaf, name, record);
        }
        if (node instanceof Group group) {
            return record(group, name, record);
        }
        if (node instanceof ListNode list) {
            return Schema.createArray(schema(list.element(), name, record));
        }
        MapNode map = (MapNode) node;
        if (map.key().type() == LeafType.STRING) {
            return Schema.createMap(schema(map.value(), name, record));
        }
        String entry = free(record + "." + name, taken);
        List<Schema.Field> fields = List.of(
                new Schema.Field("key", leaf(map.key(), "key", entry)),
                new Schema.Field("value", schema(map.value(), "value", entry)));
        return MAP.addToSchema(Schema.createArray(
                Schema.createRecord(entry.substring(record.length() + 1), null, record, false, fields)));
    }

    private Schema leaf(Leaf leaf, String name, String record) {
        return switch (leaf.type()) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case INT -> Schema.create(Schema.Type.INT);
            case LONG -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            // Producers of Protobuf may know symbols that this schema does not: they are text here, as in Parquet.
            case STRING, ENUM, ANY_TEXT -> Schema.create(Schema.Type.STRING);
            case BYTES -> Schema.create(Schema.Type.BYTES);
            case FIXED -> fixed(leaf, name, record);
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME_MILLIS -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case TIME_MICROS -> logical(LogicalTypes.timeMicros());
            case TIMESTAMP_MILLIS -> logical(LogicalTypes.timestampMillis());
            case TIMESTAMP_MICROS -> logical(LogicalTypes.timestampMicros());
            case TIMESTAMP_NANOS -> logical(LogicalTypes.timestampNanos());
            case LOCAL_TIMESTAMP_MILLIS -> logical(LogicalTypes.localTimestampMillis());
            case LOCAL_TIMESTAMP_MICROS -> logical(LogicalTypes.localTimestampMicros());
            case LOCAL_TIMESTAMP_NANOS -> logical(LogicalTypes.localTimestampNanos());
            case DURATION -> LogicalTypes.duration().addToSchema(fixed(leaf, name, record));
            case DECIMAL_LONG ->
                LogicalTypes.decimal(leaf.precision(), leaf.scale()).addToSchema(Schema.create(Schema.Type.BYTES));
            case DECIMAL_FIXED ->
                LogicalTypes.decimal(leaf.precision(), leaf.scale()).addToSchema(fixed(leaf, name, record));
        };
    }

    private static Schema logical(LogicalType type) {
        return type.addToSchema(Schema.create(Schema.Type.LONG));
    }

    private Schema fixed(Leaf leaf, String name, String record) {
        String full = free(record + "." + name, taken);
        return Schema.createFixed(full.substring(record.length() + 1), null, record, leaf.length());
    }
}
