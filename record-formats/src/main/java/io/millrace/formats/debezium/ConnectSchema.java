package io.millrace.formats.debezium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.formats.schema.ConnectTypes;
import io.millrace.record.BadRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** Reads schemas as Kafka Connect's JSON converter writes them ({@code JsonSchema} of Kafka's connect-json), as Avro says the same. */
final class ConnectSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW = "after";

    private ConnectSchema() {}

    /** The schema of the row in a change event of this schema. */
    static Schema ofRow(String text) throws BadRecordException {
        JsonNode event;
        try {
            event = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadRecordException("the value's own schema is no JSON that can be read");
        }
        for (JsonNode field : event.path("fields")) {
            if (field.path("field").asText().equals(ROW) && isStruct(field)) {
                try {
                    return struct(field, "", 0);
                } catch (AvroRuntimeException | IllegalArgumentException e) {
                    // A name that is none, a decimal of more digits after its point than it has.
                    throw new BadRecordException("the value's own schema cannot become columns: " + e.getMessage());
                }
            }
        }
        throw new BadRecordException(
                "the value's own schema is of no change event of Debezium: it has no struct '" + ROW + "'");
    }

    private static boolean isStruct(JsonNode type) {
        return type.path("type").asText().equals("struct");
    }

    /** Records are named by their depth: names must differ from those around them, and mean nothing here. */
    private static Schema struct(JsonNode type, String path, int depth) throws BadRecordException {
        List<Schema.Field> fields = new ArrayList<>();
        for (JsonNode field : type.path("fields")) {
            String name = field.path("field").asText();
            String below = path.isEmpty() ? name : path + "." + name;
            Schema plain = type(field, below, depth);
            fields.add(
                    field.path("optional").asBoolean()
                            ? new Schema.Field(name, nullable(plain), null, JsonProperties.NULL_VALUE)
                            : new Schema.Field(name, plain));
        }
        return Schema.createRecord(depth == 0 ? "Row" : "Row" + depth, null, null, false, fields);
    }

    private static Schema nullable(Schema type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    }

    private static Schema element(JsonNode type, String path, int depth) throws BadRecordException {
        Schema plain = type(type, path, depth);
        return type.path("optional").asBoolean() ? nullable(plain) : plain;
    }

    private static Schema type(JsonNode type, String path, int depth) throws BadRecordException {
        String name = type.path("type").asText();
        return switch (name) {
            case "int8", "int16", "int32" -> scalar(Schema.Type.INT, type);
            case "int64" -> scalar(Schema.Type.LONG, type);
            case "float", "float32" -> Schema.create(Schema.Type.FLOAT);
            case "double", "float64" -> Schema.create(Schema.Type.DOUBLE);
            case "boolean" -> Schema.create(Schema.Type.BOOLEAN);
            case "string" -> scalar(Schema.Type.STRING, type);
            case "bytes" -> scalar(Schema.Type.BYTES, type);
            case "array" -> Schema.createArray(element(type.path("items"), path, depth));
            case "map" -> {
                if (!type.path("keys").path("type").asText().equals("string")) {
                    throw refused(path, "a map whose keys are no strings");
                }
                yield Schema.createMap(element(type.path("values"), path, depth));
            }
            case "struct" -> struct(type, path, depth + 1);
            default ->
                throw refused(path, name.isEmpty() ? "of no type" : "of a type that Kafka Connect does not have");
        };
    }

    private static Schema scalar(Schema.Type plain, JsonNode type) {
        JsonNode parameters = type.path("parameters");
        return ConnectTypes.meaning(
                plain,
                type.path("name").textValue(),
                number(parameters.path("connect.decimal.precision")),
                number(parameters.path("scale")));
    }

    private static OptionalInt number(JsonNode text) {
        return text.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text.asText()));
    }

    private static BadRecordException refused(String path, String what) {
        return new BadRecordException("the value's own schema has the field '" + path + "', " + what);
    }
}
