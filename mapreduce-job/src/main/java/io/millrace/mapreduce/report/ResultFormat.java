package io.millrace.mapreduce.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** The formats in which a result can be written. */
public enum ResultFormat {
    /** The part files as they always are, and nothing else. */
    TEXT,
    /** A JSON object on each line. */
    JSONL,
    /** Comma-separated values with a line of names, as RFC 4180 has them. */
    CSV,
    /** Parquet. */
    PARQUET;

    /** How the names of its files end, with the point. */
    public String ending() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /** A writer of rows, which closes the stream in the end. */
    public Rows open(Table table, OutputStream out) throws IOException {
        return switch (this) {
            case TEXT -> throw new IllegalArgumentException("text has no tables");
            case JSONL -> new JsonRows(table, out);
            case CSV -> new CsvRows(table, out);
            case PARQUET -> ParquetTable.open(table, out);
        };
    }
}
