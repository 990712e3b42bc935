package io.millrace.formats.avro;

import io.millrace.formats.schema.ConnectTypes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Schemas as Kafka Connect's Avro converters register them, with what types mean said as Avro says it. They name the meaning in the
 * property {@code connect.name}, and mostly nowhere else. What is encoded stays as it is.
 */
final class ConnectMeaning {
    private static final String NAME = "connect.name";
    private static final String PARAMETERS = "connect.parameters";
    private static final String SCALE = "scale";
    private static final String PRECISION = "connect.decimal.precision";

    private final IdentityHashMap<Schema, Schema> records = new IdentityHashMap<>();

    private ConnectMeaning() {}

    /** The same schema with logical types, and without what else its types say of themselves. */
    static Schema of(Schema schema) {
        return new ConnectMeaning().type(schema);
    }

    private Schema type(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ARRAY -> Schema.createArray(type(schema.getElementType()));
            case MAP -> Schema.createMap(type(schema.getValueType()));
            case UNION ->
                Schema.createUnion(schema.getTypes().stream().map(this::type).toList());
            case INT, LONG, STRING, BYTES -> scalar(schema);
            default -> schema;
        };
    }

    private Schema record(Schema schema) {
        Schema known = records.get(schema);
        if (known != null) {
            return known;
        }
        Schema copy = Schema.createRecord(schema.getName(), null, schema.getNamespace(), false);
        records.put(schema, copy);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Schema type = type(field.schema());
            Schema.Field same = field.hasDefaultValue()
                    ? new Schema.Field(field.name(), type, null, field.defaultVal())
                    : new Schema.Field(field.name(), type);
            field.aliases().forEach(same::addAlias);
            fields.add(same);
        }
        copy.setFields(fields);
        schema.getAliases().forEach(alias -> copy.addAlias(alias, ""));
        return copy;
    }

    private static Schema scalar(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return ConnectTypes.decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (schema.getLogicalType() != null) {
            return schema;
        }
        return ConnectTypes.meaning(
                schema.getType(), schema.getProp(NAME), parameter(schema, PRECISION), parameter(schema, SCALE));
    }

    private static OptionalInt parameter(Schema schema, String name) {
        Object value = schema.getObjectProp(PARAMETERS) instanceof Map<?, ?> parameters ? parameters.get(name) : null;
        return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value.toString()));
    }
}
