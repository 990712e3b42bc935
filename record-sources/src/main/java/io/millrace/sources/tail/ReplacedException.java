package io.millrace.sources.tail;

import java.io.IOException;

/** An open file no longer holds what was read of it: it was truncated, and perhaps filled again. */
final class ReplacedException extends IOException {
    private static final long serialVersionUID = 1L;

    ReplacedException(String message) {
        super(message);
    }
}
