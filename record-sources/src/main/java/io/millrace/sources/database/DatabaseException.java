package io.millrace.sources.database;

import io.millrace.runtime.retry.Explained;

/** A database call failed; the message is one sentence. */
public abstract sealed class DatabaseException extends Exception implements Explained {
    private static final long serialVersionUID = 1L;

    private DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The database is away or restarts: trying again helps. What was asked for may still have taken effect. */
    public static final class Unavailable extends DatabaseException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The table does not exist (yet). */
    public static final class NoTable extends DatabaseException {
        private static final long serialVersionUID = 1L;

        public NoTable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Trying again cannot help: wrong password, unknown column. */
    public static final class Rejected extends DatabaseException {
        private static final long serialVersionUID = 1L;

        public Rejected(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
