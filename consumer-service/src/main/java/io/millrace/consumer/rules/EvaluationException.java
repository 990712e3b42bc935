package io.millrace.consumer.rules;

/** A well-typed expression that still failed on one record, such as an integer division by zero. */
public final class EvaluationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Carries the expression library's own words. */
    public EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }
}
