package io.millrace.sink.format;

import io.millrace.sink.format.bytes.Bytes;
import io.millrace.sink.format.lines.LineFile;
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
    private Bytes line = new Bytes(1024);

    LineFormat(
            RecordReader reader,
            LineRenderer renderer,
            Compression compression,
            String extension,
            long maxRowsPerFile) {
        this.reader = reader;
        this.renderer = renderer;
        this.compression = compression;
        this.extension = extension;
        this.maxRowsPerFile = maxRowsPerFile;
    }

    @Override
    public String route(SourceRecord record) throws BadRecordException {
        if (line.array.length > KEPT_BUFFER) {
            line = new Bytes(1024);
        }
        String folder = reader.read(record);
        line.clear();
        renderer.render(reader.value(), record, line);
        return folder;
    }

    @Override
    public void append(DataFile file) throws IOException {
        ((LineFile) file).append(line.array, 0, line.size);
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
