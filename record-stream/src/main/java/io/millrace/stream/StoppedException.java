package io.millrace.stream;

/** The service must stop: going on could lose or double records, or somebody has to decide. Its message says what and why. */
public class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedException(String message) {
        super(message);
    }

    public StoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
