package io.millrace.formats.container;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.FileFormat;
import io.millrace.formats.file.RecordWriter;
import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.value.ValueFormat;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Avro's object container files. */
public final class ContainerFormat implements FileFormat {
    /**
     * A huge record is in its block, an array that doubles (two), and in what it is compressed into, another one, which is three at
     * the moment when it grows.
     */
    static final int HEAP_PER_BYTE = 5;

    private static final String ENDING = "avro";

    /** The file says itself how it is compressed. */
    @Override
    public List<String> endings(Compression compression) {
        return List.of(ENDING);
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
        return OptionalLong.of(ContainerRows.of(file));
    }

    @Override
    public RecordWriter writer(WriterSettings settings) {
        return new ContainerWriter(settings);
    }
}
