package io.millrace.formats.value;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What stands around a value to say by which schema it was written. */
public enum FrameKind {
    /** What the first record of a topic has that can be read. */
    AUTO,
    /** Nothing: the value is all. */
    NONE,
    /** Avro's single-object encoding: the bytes C3 01, the fingerprint of the schema in eight bytes, the value. */
    SINGLE_OBJECT,
    /** An Avro container file of one record in each value. */
    CONTAINER,
    /** A zero byte, the schema's id in four bytes, the value: Confluent's, and what most others write too. */
    CONFLUENT,
    /** A zero byte, the schema's id in eight bytes, the value: Apicurio's older form. */
    APICURIO,
    /** The record's header {@code __value_schema_id} with the schema's id or GUID; the value is all. */
    HEADER;

    /** The frames of values that are not Avro's. */
    public static Set<FrameKind> besidesAvros() {
        return EnumSet.complementOf(EnumSet.of(SINGLE_OBJECT, CONTAINER));
    }

    /** True if a registry knows the schema. */
    public boolean needsRegistry() {
        return this == CONFLUENT || this == APICURIO || this == HEADER;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
