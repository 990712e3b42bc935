package io.millrace.formats.parquet;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.FileFormat;
import io.millrace.formats.file.RecordWriter;
import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.value.ValueFormat;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Typed columns. */
public final class ParquetFormat implements FileFormat {
    /**
     * A huge value is in its column's dictionary or plain buffer, in the page's body, compressed, and in the finished page,
     * and a compressor may ask for a sixth more than it gets: four and a half at one time.
     */
    static final int HEAP_PER_BYTE = 5;

    private static final String ENDING = "parquet";

    /** The file says how it is compressed, so that {@code .parquet} alone will do. */
    @Override
    public List<String> endings(Compression compression) {
        return compression == Compression.NONE ? List.of(ENDING) : List.of(codec(compression) + "." + ENDING, ENDING);
    }

    private static String codec(Compression compression) {
        return compression == Compression.ZSTD ? "zstd" : compression.ending();
    }

    @Override
    public boolean needsColumns() {
        return true;
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public long maxRowsPerFile() {
        return Long.MAX_VALUE;
    }

    @Override
    public int heapPerByte(ValueFormat values, boolean withMetadata) {
        return HEAP_PER_BYTE;
    }

    @Override
    public OptionalLong rows(StoredFile file, Compression compression) throws IOException {
        return OptionalLong.of(ParquetFooter.rows(file));
    }

    @Override
    public RecordWriter writer(WriterSettings settings) {
        return new ParquetWriter(settings);
    }
}
