package io.millrace.formats;

import java.util.Locale;

/** How files are compressed: inside the pages of Parquet, around the whole of all others. */
public enum Compression {
    NONE,
    GZIP,
    SNAPPY,
    ZSTD;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
