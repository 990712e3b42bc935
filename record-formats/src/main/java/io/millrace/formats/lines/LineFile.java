package io.millrace.formats.lines;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.millrace.formats.bytes.CountedStream;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** A file of texts, one after the other. */
final class LineFile implements DataFile {
    private static final int BUFFER = 16 << 10;
    /** What the libraries hold besides the buffer, on and off the heap, as far as it is known. */
    private static final int GZIP_BYTES = 300 << 10;

    private static final int ZSTD_BYTES = 1 << 20;

    private final CountedStream counted;
    private final OutputStream out;
    private final Compression compression;
    private final InputBytes line;
    private long rows;
    private long written;
    private boolean released;

    /** @param line holds the text, its line end included, whenever something is appended */
    LineFile(OutputStream target, Compression compression, InputBytes line) throws IOException {
        this.line = line;
        this.counted = new CountedStream(target);
        this.compression = compression;
        OutputStream compressor = switch (compression) {
            case NONE -> counted;
            case GZIP -> new GZIPOutputStream(counted, BUFFER);
            case SNAPPY -> new HadoopSnappyStream(counted);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(counted, 3);
        };
        this.out = new BufferedOutputStream(compressor, BUFFER);
    }

    @Override
    public void append() throws IOException {
        int length = line.to() - line.from();
        out.write(line.array(), line.from(), length);
        written += length;
        rows++;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        if (released) {
            return counted.count();
        }
        // Compressors hold back a window; until they have let something go, four to one is a usual guess.
        return compression == Compression.NONE ? written : Math.max(counted.count(), written / 4);
    }

    @Override
    public long bufferedBytes() {
        if (released) {
            return 0;
        }
        return BUFFER
                + switch (compression) {
                    case NONE -> 0;
                    case GZIP -> GZIP_BYTES;
                    case SNAPPY -> 2L * HadoopSnappyStream.BLOCK;
                    case ZSTD -> ZSTD_BYTES;
                };
    }

    @Override
    public long flushableBytes() {
        // A compressor keeps its window until its end.
        return 0;
    }

    @Override
    public void flush() {
        // Nothing would be given back.
    }

    @Override
    public void finish() throws IOException {
        released = true;
        out.close();
    }

    @Override
    public void abandon() {
        if (released) {
            return;
        }
        released = true;
        counted.cut();
        try {
            out.close();
        } catch (IOException e) {
            // The stream is cut off: there is nobody left whom this could concern.
        }
    }
}
