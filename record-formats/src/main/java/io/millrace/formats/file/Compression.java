package io.millrace.formats.file;

import java.util.Locale;

/** How files are compressed: inside the pages of Parquet and the blocks of Avro, around the whole of all others. */
public enum Compression {
    NONE(""),
    GZIP("gz"),
    SNAPPY("snappy"),
    ZSTD("zst");

    private final String ending;

    Compression(String ending) {
        this.ending = ending;
    }

    /** What names of files end in that are compressed so as a whole, without a leading dot; empty for none. */
    public String ending() {
        return ending;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
