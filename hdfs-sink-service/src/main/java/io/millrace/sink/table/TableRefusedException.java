package io.millrace.sink.table;

import io.millrace.runtime.retry.Answered;
import java.io.IOException;

/** The table, its catalog or what was to go into it says no: somebody has to change what the message names. */
public final class TableRefusedException extends IOException implements Answered {
    private static final long serialVersionUID = 1L;

    public TableRefusedException(String message) {
        super(message);
    }

    public TableRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
