package io.millrace.stream;

import java.io.IOException;

/** What a landing has found out about its source, not about where records come to rest: whoever waits, waits for the source. */
public class SourceFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    public SourceFailureException(String message) {
        super(message);
    }
}
