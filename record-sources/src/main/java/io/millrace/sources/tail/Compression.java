package io.millrace.sources.tail;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file's content is packed, told by its first bytes and never by its name. */
enum Compression {
    NONE,
    GZIP(0x1f, 0x8b, 0x08),
    ZSTD(0x28, 0xb5, 0x2f, 0xfd),
    /** Begins with a frame that is to be passed over, as those that pzstd makes. */
    PARALLEL_ZSTD(0x50, 0x2a, 0x4d, 0x18),
    XZ(0xfd, '7', 'z', 'X', 'Z', 0x00),
    /** A text may begin with BZh and a digit; the block's own mark behind it makes it certain. */
    BZIP2('B', 'Z', 'h', -1, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59),
    /** Of no content: there is no block. */
    EMPTY_BZIP2('B', 'Z', 'h', -1, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90),
    /** Of one file, as Logback and Log4j2 make them. */
    ZIP('P', 'K', 0x03, 0x04);

    /** Bytes that are enough to tell. */
    static final int MARK_LENGTH = 10;
    /** Unpacking what {@code xz -9} packed takes 65 MiB; a file that asks for more is not a log. */
    private static final int XZ_MEMORY_KIB = 100 * 1024;

    /** Unsigned bytes; -1 for whatever stands there. */
    private final int[] mark;

    Compression(int... mark) {
        this.mark = mark;
    }

    static Compression of(byte[] start, int length) {
        for (Compression compression : values()) {
            if (compression.mark.length > 0
                    && length >= compression.mark.length
                    && compression.agrees(start, compression.mark.length)) {
                return compression;
            }
        }
        return NONE;
    }

    /** True if these are fewer bytes than a mark has, and may become one. */
    static boolean mayBecomePacked(byte[] start, int length) {
        for (Compression compression : values()) {
            if (length > 0 && length < compression.mark.length && compression.agrees(start, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean agrees(byte[] start, int length) {
        for (int i = 0; i < length; i++) {
            if (mark[i] >= 0 && (start[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, 64 * 1024);
            case ZSTD, PARALLEL_ZSTD -> new ZstdInputStream(packed);
            case XZ -> new XZInputStream(packed, XZ_MEMORY_KIB);
            case ZIP -> new ZippedFile(packed);
            case BZIP2, EMPTY_BZIP2 -> new BZip2CompressorInputStream(packed, true);
        };
    }
}
