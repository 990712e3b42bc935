package io.millrace.stream;

/** A stop between two records: what was written before it is whole and may still be committed. */
public class OrderlyStopException extends StoppedException {
    private static final long serialVersionUID = 1L;

    public OrderlyStopException(String message) {
        super(message);
    }
}
