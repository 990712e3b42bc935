package io.millrace.sink.table;

/** Another projector moved the cursor first. Nothing was changed; the next look begins where the other one ended. */
public final class OvertakenException extends Exception {
    private static final long serialVersionUID = 1L;

    public OvertakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
