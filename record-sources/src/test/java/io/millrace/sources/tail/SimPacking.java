package io.millrace.sources.tail;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The packers that rotations use. */
enum SimPacking {
    GZIP(".gz"),
    ZSTD(".zst"),
    XZ(".xz"),
    BZIP2(".bz2"),
    ZIP(".zip");

    final String ending;

    SimPacking(String ending) {
        this.ending = ending;
    }

    byte[] pack(byte[] bytes) {
        if (this == ZSTD) {
            return Zstd.compress(bytes);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = stream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private OutputStream stream(OutputStream target) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPOutputStream(target);
            case ZIP -> {
                ZipOutputStream zip = new ZipOutputStream(target);
                zip.putNextEntry(new ZipEntry("log"));
                yield zip;
            }
            case XZ -> {
                LZMA2Options smallest = new LZMA2Options(0);
                smallest.setDictSize(LZMA2Options.DICT_SIZE_MIN);
                yield new XZOutputStream(target, smallest);
            }
            case BZIP2 -> new BZip2CompressorOutputStream(target, 1);
            case ZSTD -> throw new IllegalStateException("zstd packs in one call");
        };
    }
}
