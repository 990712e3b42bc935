package io.millrace.model.codec;

/** Bytes are not the record that they should be; the message is one sentence that says why. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: a whole topic may be garbage, and the place in our code tells nothing. */
    public DecodeException(String message) {
        super(message, null, false, false);
    }
}
