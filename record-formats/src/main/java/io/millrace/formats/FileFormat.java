package io.millrace.formats;

import java.util.Locale;

/** What the files are. */
public enum FileFormat {
    /** Typed columns. */
    PARQUET,
    /** One JSON text per line. */
    JSONL,
    /** One record per line. */
    TEXT,
    /** One indented JSON file per record. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
