package io.millrace.sources.database;

/** Makes a record's value from a row. */
public interface RowFormat {
    /** @throws RowException if the row does not fit */
    byte[] value(Row row) throws RowException;

    /** A row that cannot become a record; the message says which column and why. */
    final class RowException extends Exception {
        private static final long serialVersionUID = 1L;

        public RowException(String message) {
            super(message);
        }
    }
}
