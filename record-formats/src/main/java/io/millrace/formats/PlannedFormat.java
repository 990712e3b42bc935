package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.file.RecordWriter;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.io.OutputStream;

/** A format as it was planned: what reads records, and what writes them. */
final class PlannedFormat implements TopicFormat {
    private final RecordReader reader;
    private final RecordWriter writer;
    private final String extension;
    private final long maxRowsPerFile;

    PlannedFormat(RecordReader reader, RecordWriter writer, String extension, long maxRowsPerFile) {
        this.reader = reader;
        this.writer = writer;
        this.extension = extension;
        this.maxRowsPerFile = maxRowsPerFile;
    }

    @Override
    public String route(SourceRecord record) throws BadRecordException, TryLaterException {
        // Before this one takes memory.
        writer.release();
        String folder = reader.read(record);
        writer.prepare(record, reader.value());
        return folder;
    }

    @Override
    public int storedBytes() {
        return reader.bytes();
    }

    @Override
    public long neededBytes() {
        return writer.neededBytes();
    }

    @Override
    public long keptBytes() {
        return writer.keptBytes();
    }

    @Override
    public void keep(Bytes out) {
        writer.keep(out);
    }

    @Override
    public void restore(int partition, byte[] kept, int from, int to) {
        writer.restore(kept, from, to);
    }

    @Override
    public void release() {
        reader.release();
        writer.release();
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return writer.open(out);
    }

    @Override
    public String extension() {
        return extension;
    }

    @Override
    public long maxRowsPerFile() {
        return maxRowsPerFile;
    }

    @Override
    public long boundaryMillis() {
        return reader.boundaryMillis();
    }

    @Override
    public long eventMillis() {
        return reader.eventMillis();
    }
}
