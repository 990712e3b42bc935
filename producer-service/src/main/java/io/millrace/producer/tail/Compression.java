package io.millrace.producer.tail;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a file's content is packed, told by its first bytes and not by its name. */
enum Compression {
    NONE,
    GZIP,
    ZSTD;

    static Compression of(byte[] start, int length) {
        if (length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
            return GZIP;
        }
        if (length >= 4
                && (start[0] & 0xff) == 0x28
                && (start[1] & 0xff) == 0xb5
                && (start[2] & 0xff) == 0x2f
                && (start[3] & 0xff) == 0xfd) {
            return ZSTD;
        }
        return NONE;
    }

    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, 64 * 1024);
            case ZSTD -> new ZstdInputStream(packed);
        };
    }
}
