package io.millrace.sink.protocol;

import io.millrace.formats.registry.RegisteredSchema;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.record.BadRecordException;
import java.util.List;
import java.util.UUID;

/** A registry of three schemas, of which each has a field more. */
final class GrowingSchemas implements SchemaRegistry {
    private static final String FIELD = "{\"name\":\"%s\",\"type\":\"%s\"}";

    /** A framed record of that schema, in bytes that are UTF-8 too. */
    static String value(int schema, String folder) {
        String frame = "\0\0\0\0" + (char) schema;
        String text = "\2" + folder;
        return switch (schema) {
            case 1 -> frame + text;
            case 2 -> frame + text + "\6";
            case 3 -> frame + text + "\6" + "\2z";
            default -> throw new IllegalArgumentException("no schema " + schema);
        };
    }

    @Override
    public RegisteredSchema byId(long id) throws BadRecordException {
        String fields = switch ((int) id) {
            case 1 -> FIELD.formatted("f", "string");
            case 2 -> FIELD.formatted("f", "string") + "," + FIELD.formatted("n", "int");
            case 3 ->
                FIELD.formatted("f", "string") + "," + FIELD.formatted("n", "int") + ","
                        + FIELD.formatted("s", "string");
            default -> throw new BadRecordException("schema " + id + " is unknown");
        };
        return new RegisteredSchema(
                "AVRO", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}", List.of());
    }

    @Override
    public RegisteredSchema byGuid(UUID guid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RegisteredSchema byVersion(String subject, int version) {
        throw new UnsupportedOperationException();
    }
}
