package io.millrace.sink.commit;

import io.millrace.stream.StoppedException;

/** What lies in the store contradicts what this protocol writes: somebody or something else changed it. */
public final class DamagedLogException extends StoppedException {
    private static final long serialVersionUID = 1L;

    public DamagedLogException(String message) {
        super(message);
    }
}
