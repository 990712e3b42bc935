package io.millrace.formats.parquet;

import io.millrace.formats.row.Field;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.EnumType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/** A tree of columns as Parquet's flat list of schema elements, with the path of each leaf. */
final class ParquetSchema {
    private final List<SchemaElement> elements = new ArrayList<>();
    private final Map<Integer, List<String>> paths = new HashMap<>();
    private final List<Leaf> leaves = new ArrayList<>();

    private final TimeUnits times;
    private final FieldNumbers numbers = new FieldNumbers();

    ParquetSchema(String name, Group root, TimeUnits times) {
        this.times = times;
        SchemaElement element = new SchemaElement(name);
        element.setNum_children(root.size());
        elements.add(element);
        addFields(root, List.of(), List.of());
    }

    List<SchemaElement> elements() {
        return elements;
    }

    /** The leaves in the order of the file's columns. */
    List<Leaf> leaves() {
        return leaves;
    }

    List<String> path(Leaf leaf) {
        return paths.get(leaf.index());
    }

    static Type physicalType(LeafType written) {
        return switch (written) {
            case BOOLEAN -> Type.BOOLEAN;
            case INT, DATE, TIME_MILLIS -> Type.INT32;
            case LONG,
                    TIMESTAMP_MILLIS,
                    TIMESTAMP_MICROS,
                    TIMESTAMP_NANOS,
                    LOCAL_TIMESTAMP_MILLIS,
                    LOCAL_TIMESTAMP_MICROS,
                    LOCAL_TIMESTAMP_NANOS,
                    TIME_MICROS,
                    DECIMAL_LONG -> Type.INT64;
            case FLOAT -> Type.FLOAT;
            case DOUBLE -> Type.DOUBLE;
            case STRING, ENUM, BYTES, ANY_TEXT -> Type.BYTE_ARRAY;
            case FIXED, DECIMAL_FIXED, DURATION -> Type.FIXED_LEN_BYTE_ARRAY;
        };
    }

    /** @param names the path without the groups that lists and maps have for Parquet's sake */
    private void addFields(Group group, List<String> path, List<String> names) {
        for (int i = 0; i < group.size(); i++) {
            Field field = group.field(i);
            add(field.node(), field.node().name(), path, names);
        }
    }

    private void add(Node node, String name, List<String> parent, List<String> parentNames) {
        List<String> path = append(parent, name);
        List<String> names = append(parentNames, name);
        FieldRepetitionType repetition =
                node.isOptional() ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED;
        if (node instanceof Leaf leaf) {
            addLeaf(leaf, name, repetition, path, names);
        } else if (node instanceof Group group) {
            numbers.number(addGroup(name, repetition, group.size()), names);
            addFields(group, path, names);
        } else if (node instanceof ListNode list) {
            SchemaElement element = addGroup(name, repetition, 1);
            numbers.number(element, names);
            element.setConverted_type(ConvertedType.LIST);
            element.setLogicalType(LogicalType.LIST(new ListType()));
            addGroup("list", FieldRepetitionType.REPEATED, 1);
            add(list.element(), "element", append(path, "list"), names);
        } else if (node instanceof MapNode map) {
            SchemaElement element = addGroup(name, repetition, 1);
            numbers.number(element, names);
            element.setConverted_type(ConvertedType.MAP);
            element.setLogicalType(LogicalType.MAP(new MapType()));
            addGroup("key_value", FieldRepetitionType.REPEATED, 2);
            List<String> entry = append(path, "key_value");
            add(map.key(), "key", entry, names);
            add(map.value(), "value", entry, names);
        }
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    private SchemaElement addGroup(String name, FieldRepetitionType repetition, int children) {
        SchemaElement element = new SchemaElement(name);
        element.setRepetition_type(repetition);
        element.setNum_children(children);
        elements.add(element);
        return element;
    }

    private void addLeaf(
            Leaf leaf, String name, FieldRepetitionType repetition, List<String> path, List<String> names) {
        SchemaElement element = new SchemaElement(name);
        element.setRepetition_type(repetition);
        numbers.number(element, names);
        LeafType written = times.written(leaf.type());
        element.setType(physicalType(written));
        if (leaf.length() > 0) {
            element.setType_length(leaf.length());
        }
        switch (written) {
            case STRING, ANY_TEXT -> annotate(element, ConvertedType.UTF8, LogicalType.STRING(new StringType()));
            case ENUM -> annotate(element, ConvertedType.ENUM, LogicalType.ENUM(new EnumType()));
            case DATE -> annotate(element, ConvertedType.DATE, LogicalType.DATE(new DateType()));
            case TIMESTAMP_MILLIS ->
                annotate(element, ConvertedType.TIMESTAMP_MILLIS, timestamp(true, TimeUnit.MILLIS(new MilliSeconds())));
            case TIMESTAMP_MICROS ->
                annotate(element, ConvertedType.TIMESTAMP_MICROS, timestamp(true, TimeUnit.MICROS(new MicroSeconds())));
            // What follows has no older name, or one that says UTC.
            case TIMESTAMP_NANOS -> element.setLogicalType(timestamp(true, TimeUnit.NANOS(new NanoSeconds())));
            case LOCAL_TIMESTAMP_MILLIS ->
                element.setLogicalType(timestamp(false, TimeUnit.MILLIS(new MilliSeconds())));
            case LOCAL_TIMESTAMP_MICROS ->
                element.setLogicalType(timestamp(false, TimeUnit.MICROS(new MicroSeconds())));
            case LOCAL_TIMESTAMP_NANOS -> element.setLogicalType(timestamp(false, TimeUnit.NANOS(new NanoSeconds())));
            case TIME_MILLIS ->
                element.setLogicalType(LogicalType.TIME(new TimeType(false, TimeUnit.MILLIS(new MilliSeconds()))));
            case TIME_MICROS ->
                element.setLogicalType(LogicalType.TIME(new TimeType(false, TimeUnit.MICROS(new MicroSeconds()))));
            case DURATION -> element.setConverted_type(ConvertedType.INTERVAL);
            case DECIMAL_LONG, DECIMAL_FIXED -> {
                element.setPrecision(leaf.precision());
                element.setScale(leaf.scale());
                annotate(
                        element,
                        ConvertedType.DECIMAL,
                        LogicalType.DECIMAL(new DecimalType(leaf.scale(), leaf.precision())));
            }
            default -> {
                // The physical type says it all.
            }
        }
        elements.add(element);
        paths.put(leaf.index(), path);
        leaves.add(leaf);
    }

    private static LogicalType timestamp(boolean utc, TimeUnit unit) {
        return LogicalType.TIMESTAMP(new TimestampType(utc, unit));
    }

    private static void annotate(SchemaElement element, ConvertedType converted, LogicalType logical) {
        element.setConverted_type(converted);
        element.setLogicalType(logical);
    }
}
