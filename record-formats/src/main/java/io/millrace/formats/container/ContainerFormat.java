package io.millrace.formats.container;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.FileFormat;
import io.millrace.formats.file.RecordWriter;
import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.UnreadableFileException;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.value.ValueFormat;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;

/** Avro's object container files. */
public final class ContainerFormat implements FileFormat {
    /**
     * A huge record is encoded into an array that doubles (two), copied into its block (one) and compressed into another that
     * doubles, which is three at the moment when it grows.
     */
    static final int HEAP_PER_BYTE = 6;

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

    /** Unpacks each block and believes its head; what is in the records is not looked at. */
    @Override
    public OptionalLong rows(StoredFile file, Compression compression) throws IOException {
        long rows = 0;
        try (DataFileStream<Object> in = new DataFileStream<>(file.bytes(), new GenericDatumReader<>())) {
            while (in.hasNext()) {
                rows += in.getBlockCount();
                in.nextBlock();
            }
        } catch (IOException | AvroRuntimeException e) {
            throw new UnreadableFileException("an Avro container file: " + e.getMessage());
        }
        return OptionalLong.of(rows);
    }

    @Override
    public RecordWriter writer(WriterSettings settings) {
        return new ContainerWriter(settings);
    }
}
