package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import org.apache.avro.Schema;

/** A schema and what people know it by. Equal to itself only: comparing schemas takes as long as they are. */
public final class NamedSchema {
    /** Of the schemas that values bring, so many are kept: a hostile producer can bring another one with each value. */
    private static final int MOST_KEPT = 1000;
    /** Characters of their texts together. In memory a schema takes a few times its text. */
    private static final long MOST_CHARACTERS = 4 << 20;

    private final Schema schema;
    private final String name;
    private final long characters;

    /** @param name for messages, such as {@code schema 7 of the registry} */
    NamedSchema(Schema schema, String name) {
        this(schema, name, 0);
    }

    /** @param characters length of its text, if it came with a value */
    public NamedSchema(Schema schema, String name, long characters) {
        this.schema = schema;
        this.name = name;
        this.characters = characters;
    }

    /** Keeps what belongs to schemas that come with values. */
    public static <K, V> Recent<K, V> recent() {
        return new Recent<>(MOST_KEPT, MOST_CHARACTERS);
    }

    /** Length of its text, if it came with a value. */
    public long characters() {
        return characters;
    }

    public Schema schema() {
        return schema;
    }

    /** What people know it by. */
    public String name() {
        return name;
    }
}
