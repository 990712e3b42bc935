package io.millrace.formats.bytes;

/** A record needs more heap while it is taken apart or written than one record may have. No stack trace: it is the record's fault. */
public final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
        super(message, null, false, false);
    }
}
