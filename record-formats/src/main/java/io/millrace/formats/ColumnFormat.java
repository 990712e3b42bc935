package io.millrace.formats;

import io.millrace.formats.parquet.ParquetFile;
import io.millrace.formats.parquet.ParquetFiles;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Parquet files. */
final class ColumnFormat implements TopicFormat {
    /**
     * A huge value is in its column's dictionary or plain buffer, in the page's body, compressed, and in the finished page,
     * and a compressor may ask for a sixth more than it gets: four and a half at one time.
     */
    static final int HEAP_PER_BYTE = 5;

    private final RecordReader reader;
    private final ParquetFiles files;
    private final String extension;
    private final long mostBytes;

    /** @param mostBytes of a value and its staged parts together: {@link #HEAP_PER_BYTE} times that is one record's room */
    ColumnFormat(RecordReader reader, ParquetFiles files, String extension, long mostBytes) {
        this.mostBytes = mostBytes;
        this.reader = reader;
        this.files = files;
        this.extension = extension;
    }

    @Override
    public String route(SourceRecord record) throws BadRecordException {
        String folder = reader.read(record);
        long staged = reader.row().staged();
        if (reader.valueBytes() + staged > mostBytes) {
            throw new BadRecordException("value has " + reader.valueBytes() + " bytes and " + staged
                    + " more in columns, must have at most " + mostBytes
                    + " together for what its format needs in this heap; a larger heap (-Xmx) takes it");
        }
        return folder;
    }

    @Override
    public void append(DataFile file) throws IOException {
        ((ParquetFile) file).append(reader.row());
    }

    @Override
    public int valueBytes() {
        return reader.valueBytes();
    }

    @Override
    public long neededBytes() {
        return HEAP_PER_BYTE * (reader.valueBytes() + reader.row().staged());
    }

    @Override
    public void release() {
        reader.release();
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return files.open(out);
    }

    @Override
    public String extension() {
        return extension;
    }

    @Override
    public long maxRowsPerFile() {
        return Long.MAX_VALUE;
    }

    @Override
    public long boundaryMillis() {
        return reader.boundaryMillis();
    }
}
