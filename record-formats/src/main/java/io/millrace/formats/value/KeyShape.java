package io.millrace.formats.value;

import io.millrace.formats.schema.AvroSchemas;

/**
 * The keys of one topic on one thread.
 *
 * @param shape of keys, or of objects that have nothing but the key
 * @param isSingle true if keys are a single thing (a number, a text) and the shape is of objects with that one field, {@link #FIELD}
 */
public record KeyShape(ValueShape shape, boolean isSingle) {
    /** What a single key is named in the object around it. */
    public static final String FIELD = AvroSchemas.SINGLE_FIELD;
}
