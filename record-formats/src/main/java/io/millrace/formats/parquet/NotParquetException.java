package io.millrace.formats.parquet;

import java.io.IOException;

/** The bytes are no whole Parquet file. The message goes on from "cannot be read as Parquet:". */
public final class NotParquetException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotParquetException(String message) {
        super(message);
    }
}
