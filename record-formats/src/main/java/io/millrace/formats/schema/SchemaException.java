package io.millrace.formats.schema;

/** A schema that cannot be read or cannot become columns: subject, offending value, rule. */
public final class SchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message);
    }
}
