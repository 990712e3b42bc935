package io.millrace.formats.lines;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.millrace.formats.file.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Counts the lines of a file that {@link LineFile} wrote. */
final class LineCount {
    private static final int BUFFER = 64 << 10;

    private LineCount() {}

    /**
     * The number of line ends.
     *
     * @param stored the bytes of the file
     * @throws IOException if reading fails, or the bytes are not a whole stream of this compression
     */
    static long of(InputStream stored, Compression compression) throws IOException {
        InputStream in = switch (compression) {
            case NONE -> stored;
            case GZIP -> new GZIPInputStream(stored, BUFFER);
            case SNAPPY -> new HadoopSnappyInput(stored);
            case ZSTD -> new ZstdInputStreamNoFinalizer(stored);
        };
        long lines = 0;
        try {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        } finally {
            in.close();
        }
        return lines;
    }
}
