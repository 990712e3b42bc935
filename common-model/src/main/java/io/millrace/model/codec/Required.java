package io.millrace.model.codec;

/** The check that a record's field was there. */
final class Required {
    private Required() {}

    static void field(String name, Object value) throws DecodeException {
        if (value == null) {
            throw new DecodeException(name + " is missing, must be given");
        }
    }
}
