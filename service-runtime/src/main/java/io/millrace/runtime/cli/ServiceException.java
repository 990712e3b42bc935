package io.millrace.runtime.cli;

/** The run cannot go on, and the message says all that the user needs: printed without a stack trace. Exit status 1. */
public class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServiceException(String message) {
        super(message);
    }

    public ServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
