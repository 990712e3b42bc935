package io.millrace.sink.done;

import io.millrace.runtime.retry.Answered;
import java.io.IOException;

/** Nothing can be marked until somebody does what the message says. */
public final class MarksRefusedException extends IOException implements Answered {
    private static final long serialVersionUID = 1L;

    public MarksRefusedException(String message) {
        super(message);
    }

    /** @param cause that says so itself */
    public MarksRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
