package io.millrace.formats.parquet;

import com.github.luben.zstd.Zstd;
import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.BytesStream;
import io.millrace.formats.file.Compression;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Compresses whole pages. Straight to the libraries: Hadoop's codec pool copies through streams. */
final class PageCompressor {
    private static final int ZSTD_LEVEL = 3;

    private final Compression compression;

    PageCompressor(Compression compression) {
        this.compression = compression;
    }

    CompressionCodec codec() {
        return switch (compression) {
            case NONE -> CompressionCodec.UNCOMPRESSED;
            case GZIP -> CompressionCodec.GZIP;
            case SNAPPY -> CompressionCodec.SNAPPY;
            case ZSTD -> CompressionCodec.ZSTD;
        };
    }

    /** Replaces the contents of {@code out} with the compressed page. */
    void compress(Bytes page, Bytes out) throws IOException {
        out.clear();
        switch (compression) {
            case NONE -> out.put(page.array, 0, page.size);
            case SNAPPY -> {
                byte[] to = out.room(Snappy.maxCompressedLength(page.size));
                out.size = Snappy.compress(page.array, 0, page.size, to, 0);
            }
            case ZSTD -> {
                byte[] to = out.room((int) Zstd.compressBound(page.size));
                long size = Zstd.compressByteArray(to, 0, to.length, page.array, 0, page.size, ZSTD_LEVEL);
                if (Zstd.isError(size)) {
                    throw new IOException("zstd could not compress a page: " + Zstd.getErrorName(size));
                }
                out.size = (int) size;
            }
            case GZIP -> {
                out.room(page.size / 2 + 64);
                try (GZIPOutputStream gzip = new GZIPOutputStream(new BytesStream(out), 8192)) {
                    gzip.write(page.array, 0, page.size);
                }
            }
        }
    }
}
