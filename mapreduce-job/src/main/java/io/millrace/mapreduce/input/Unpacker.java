package io.millrace.mapreduce.input;

import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.tukaani.xz.XZInputStream;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyInputStream;

/**
 * Takes layer after layer off a stream until plain text is left: what comes out of one is judged by its first bytes again, and
 * what is neither text nor known is refused by name. Nothing is ever taken for text because of where it was found.
 */
final class Unpacker {
    private static final int DEEPEST = 8;
    private static final int BUFFER = 1 << 16;
    /** In kibibytes; an xz file of preset 9 needs 65 MiB. */
    private static final int XZ_MEMORY = 128 << 10;

    private static final Charset UTF_32 = Charset.forName("UTF-32");

    private final Configuration configuration;
    private final TextSink sink;

    Unpacker(Configuration configuration, TextSink sink) {
        this.configuration = configuration;
        this.sink = sink;
    }

    /**
     * Hands the texts in a stream to the sink.
     *
     * @param name the name of the file or member that the stream is
     * @throws BadFileException if it holds anything else
     */
    void unpack(String name, InputStream in) throws IOException {
        unpack(name, "", in, 0);
    }

    private void unpack(String name, String member, InputStream raw, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new BadFileException(within(member) + "is packed more than " + DEEPEST + " times over");
        }
        byte[] head = new byte[ContentKind.HEAD];
        int length = raw.readNBytes(head, 0, head.length);
        InputStream in = new HeadFirst(head, 0, length, raw);
        ContentKind kind = ContentKind.of(name, head, length);
        switch (kind) {
            case TEXT -> sink.text(member, in);
            case UTF16 -> decoded(member, in, StandardCharsets.UTF_16);
            case UTF16_LE -> decoded(member, in, StandardCharsets.UTF_16LE);
            case UTF16_BE -> decoded(member, in, StandardCharsets.UTF_16BE);
            case UTF32 -> decoded(member, in, UTF_32);
            case BINARY -> throw new BadFileException(refusal(member, head, length));
            case PARQUET ->
                throw new BadFileException(
                        within(member) + "holds Parquet within another file, where it cannot be read; unpack it first");
            case TAR -> archive(new TarArchiveInputStream(in), member, depth);
            case ZIP -> archive(new ZipArchiveInputStream(in, "UTF-8", true, true), member, depth);
            default -> {
                try (InputStream plain = decompressed(kind, in)) {
                    unpack(ContentKind.unpackedName(name), member, plain, depth + 1);
                }
            }
        }
    }

    private void decoded(String member, InputStream in, Charset charset) throws IOException {
        sink.text(member, new Utf8InputStream(new InputStreamReader(in, charset)));
    }

    private InputStream decompressed(ContentKind kind, InputStream raw) throws IOException {
        if (kind == ContentKind.GZIP) {
            return ReflectionUtils.newInstance(GzipCodec.class, configuration).createInputStream(raw);
        }
        InputStream in = new BufferedInputStream(raw, BUFFER);
        return switch (kind) {
            case ZSTD -> new ZstdInputStream(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> new XZInputStream(in, XZ_MEMORY);
            case LZ4_FRAMED -> new FramedLZ4CompressorInputStream(in, true);
            case SNAPPY_FRAMED -> new SnappyFramedInputStream(in);
            case SNAPPY_JAVA -> new SnappyInputStream(in);
            case LZ4_HADOOP -> new HadoopBlockStream(in, new Lz4Decompressor());
            case SNAPPY_HADOOP -> new HadoopBlockStream(in, new SnappyDecompressor());
            case DEFLATE -> new InflaterInputStream(in);
            case COMPRESS -> new ZCompressorInputStream(in, XZ_MEMORY);
            default -> throw new IllegalStateException(kind + " is no compression");
        };
    }

    /** Reads an archive's members as the files of a folder: hidden ones are left out, empty ones do not matter. */
    private void archive(ArchiveInputStream<? extends ArchiveEntry> archive, String outer, int depth)
            throws IOException {
        for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            boolean file = entry instanceof TarArchiveEntry tar ? tar.isFile() : !entry.isDirectory();
            if (!file || isHidden(entry.getName())) {
                continue;
            }
            String member = outer.isEmpty() ? entry.getName() : outer + "/" + entry.getName();
            if (!archive.canReadEntryData(entry)) {
                throw new BadFileException(within(member) + "is encrypted or packed in a way that is not read");
            }
            String name = member.substring(member.lastIndexOf('/') + 1);
            unpack(name, member, archive, depth + 1);
        }
    }

    private static boolean isHidden(String path) {
        return Arrays.stream(path.split("/"))
                .anyMatch(part -> InputListing.isHidden(part) && !part.equals(".") && !part.equals(".."));
    }

    private static String refusal(String member, byte[] head, int length) {
        return within(member)
                + Magic.otherFormat(head, length)
                        .map(name -> "holds " + name + ", which this job does not read")
                        .orElse("holds neither text nor any format that this job reads");
    }

    private static String within(String member) {
        return member.isEmpty() ? "" : "member " + member + " ";
    }
}
