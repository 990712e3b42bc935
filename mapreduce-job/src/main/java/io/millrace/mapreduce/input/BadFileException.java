package io.millrace.mapreduce.input;

import java.io.IOException;

/** A file does not hold what it promises: it is damaged, cut short, or of a kind that cannot be read as records. */
public final class BadFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The message says what is wrong with the file, without its name. */
    public BadFileException(String message) {
        super(message);
    }

    /** As above, with what the reader ran into. */
    public BadFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
