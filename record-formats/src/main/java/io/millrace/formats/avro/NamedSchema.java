package io.millrace.formats.avro;

import org.apache.avro.Schema;

/** A schema and what people know it by. Equal to itself only: comparing schemas takes as long as they are. */
final class NamedSchema {
    private final Schema schema;
    private final String name;

    /** @param name for messages, such as {@code schema 7 of the registry} */
    NamedSchema(Schema schema, String name) {
        this.schema = schema;
        this.name = name;
    }

    Schema schema() {
        return schema;
    }

    String name() {
        return name;
    }
}
