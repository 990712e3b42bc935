package io.millrace.formats.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Finds Avro schemas: the built-in ones by name, a user's own by path. */
public final class AvroSchemas {
    /** Names of the built-in schemas. */
    public static final List<String> BUILT_IN = List.of("sensor-reading", "log-event", "weather-report");

    /** What a single key is named in the object around it. */
    public static final String SINGLE_FIELD = "value";

    private static final String SINGLE = "io.millrace.formats.Single";
    private static final String RESOURCES = "/io/millrace/model/schema/";

    private AvroSchemas() {}

    /** Reads the schema of that name or path, of any type. */
    public static Schema readAny(String nameOrPath) throws SchemaException {
        String text = text(nameOrPath);
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw new SchemaException("schema '" + nameOrPath + "' is not an Avro schema: " + reason(e));
        }
    }

    /** The schema itself if it is of a record, else that of a record with one field of it, which is encoded alike. */
    public static Schema recordOfKey(Schema key) {
        return key.getType() == Schema.Type.RECORD
                ? key
                : Schema.createRecord(SINGLE, null, null, false, List.of(new Schema.Field(SINGLE_FIELD, key)));
    }

    /** True of a record that {@link #recordOfKey} has made. */
    public static boolean isAroundSingle(Schema record) {
        return record.getFullName().equals(SINGLE);
    }

    /** Reads the schema of that name or path. */
    public static Schema read(String nameOrPath) throws SchemaException {
        Schema schema = readAny(nameOrPath);
        if (schema.getType() != Schema.Type.RECORD) {
            throw new SchemaException("schema '" + nameOrPath + "' describes a "
                    + schema.getType().getName() + ", must be a record");
        }
        if (schema.getFields().isEmpty()) {
            throw new SchemaException("schema '" + nameOrPath + "' has no fields, must have at least one");
        }
        return schema;
    }

    /** Of text that is no JSON: what and where, without the parser's classes and settings. */
    private static String reason(AvroRuntimeException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            JsonLocation at = json.getLocation();
            return json.getOriginalMessage()
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
        return e.getMessage();
    }

    private static String text(String nameOrPath) throws SchemaException {
        try {
            if (BUILT_IN.contains(nameOrPath)) {
                try (InputStream in = AvroSchemas.class.getResourceAsStream(RESOURCES + nameOrPath + ".avsc")) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            return Files.readString(Path.of(nameOrPath));
        } catch (IOException | InvalidPathException e) {
            throw new SchemaException("schema '" + nameOrPath + "' cannot be read ("
                    + e.getClass().getSimpleName() + "), must be one of " + String.join(", ", BUILT_IN)
                    + " or the path of an Avro schema file");
        }
    }
}
