package io.millrace.sink.commit;

import io.millrace.stream.StoppedException;

/** A newer release wrote the log in a way that this one would misread. */
public final class NewerLogException extends StoppedException {
    private static final long serialVersionUID = 1L;

    public NewerLogException(String message) {
        super(message);
    }
}
