package io.millrace.formats;

import io.millrace.formats.container.ContainerFormat;
import io.millrace.formats.file.FileFormat;
import io.millrace.formats.lines.LineFileFormat;
import io.millrace.formats.parquet.ParquetFormat;
import java.util.Locale;

/** What the files are: the list of all kinds. What a kind does is said in its own package. */
public enum FileKind {
    /** Typed columns. */
    PARQUET(new ParquetFormat()),
    /** Avro's object container files. */
    AVRO(new ContainerFormat()),
    /** One JSON text per line. */
    JSONL(LineFileFormat.JSON_LINES),
    /** One record per line. */
    TEXT(LineFileFormat.TEXT),
    /** One indented JSON file per record. */
    JSON(LineFileFormat.JSON);

    private final FileFormat format;

    FileKind(FileFormat format) {
        this.format = format;
    }

    FileFormat format() {
        return format;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
