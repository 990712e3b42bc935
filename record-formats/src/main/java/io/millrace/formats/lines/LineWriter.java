package io.millrace.formats.lines;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.bytes.TooLargeException;
import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.file.RecordWriter;
import io.millrace.formats.value.LineRenderer;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Writes files of lines or of one JSON text. */
final class LineWriter implements RecordWriter {
    private final LineRenderer renderer;
    private final Compression compression;
    private final Bytes line;
    /** What is appended to files next: the line, or one that was kept. */
    private final InputBytes prepared = new InputBytes();

    /** @param lineRoom heap that one line may take */
    LineWriter(LineRenderer renderer, Compression compression, long lineRoom) {
        this.renderer = renderer;
        this.compression = compression;
        this.line = new Bytes(1024, lineRoom);
    }

    @Override
    public void release() {
        line.clear(Bytes.KEPT);
        prepared.release();
    }

    @Override
    public void prepare(SourceRecord record, InputBytes value) throws BadRecordException {
        line.clear(Bytes.KEPT);
        try {
            renderer.render(value, record, line);
        } catch (TooLargeException e) {
            throw new BadRecordException(e.getMessage());
        }
        prepared.set(line.array, 0, line.size);
    }

    @Override
    public long keptBytes() {
        return (long) prepared.to() - prepared.from();
    }

    @Override
    public void keep(Bytes out) {
        out.put(prepared.array(), prepared.from(), prepared.to() - prepared.from());
    }

    @Override
    public void restore(byte[] kept, int from, int to) {
        prepared.set(kept, from, to);
    }

    @Override
    public long neededBytes() {
        // The line is there already; files buffer a fixed number of bytes.
        return 0;
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return new LineFile(out, compression, prepared);
    }
}
