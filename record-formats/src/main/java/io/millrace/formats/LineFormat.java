package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.TooLargeException;
import io.millrace.formats.lines.LineFile;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Files of lines or of one JSON text. */
final class LineFormat implements TopicFormat {
    /** A greater buffer than this is given back after use: one huge record must not stay in memory. */
    private static final int KEPT_BUFFER = 1 << 20;

    private final RecordReader reader;
    private final LineRenderer renderer;
    private final Compression compression;
    private final String extension;
    private final long maxRowsPerFile;
    private final Bytes line;

    /** @param lineRoom heap that one line may take */
    LineFormat(
            RecordReader reader,
            LineRenderer renderer,
            Compression compression,
            String extension,
            long maxRowsPerFile,
            long lineRoom) {
        this.reader = reader;
        this.renderer = renderer;
        this.compression = compression;
        this.extension = extension;
        this.maxRowsPerFile = maxRowsPerFile;
        this.line = new Bytes(1024, lineRoom);
    }

    @Override
    public String route(SourceRecord record) throws BadRecordException {
        line.clear(KEPT_BUFFER);
        String folder = reader.read(record);
        try {
            renderer.render(reader.value(), record, line);
        } catch (TooLargeException e) {
            throw new BadRecordException(e.getMessage());
        }
        return folder;
    }

    @Override
    public void append(DataFile file) throws IOException {
        ((LineFile) file).append(line.array, 0, line.size);
    }

    @Override
    public int valueBytes() {
        return reader.valueBytes();
    }

    @Override
    public long neededBytes() {
        // The line is there already; files buffer a fixed number of bytes.
        return 0;
    }

    @Override
    public void release() {
        reader.release();
        line.clear(KEPT_BUFFER);
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return new LineFile(out, compression);
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
}
