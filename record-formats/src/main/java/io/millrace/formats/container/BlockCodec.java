package io.millrace.formats.container;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.avro.file.Codec;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DeflateCodec;
import org.apache.avro.file.ZstandardCodec;
import org.xerial.snappy.Snappy;

/**
 * What compresses the blocks of all files of a thread, which hold nothing in it between two blocks. The library would make a codec
 * for each file, and deflate's takes a quarter of a megabyte beside the heap until a collection finds it.
 */
final class BlockCodec {
    private static final int DEFLATE_LEVEL = 6;
    private static final int ZSTD_LEVEL = 3;

    /** One block. */
    @FunctionalInterface
    private interface Compressor {
        ByteBuffer compress(byte[] block, int length) throws IOException;
    }

    private final CodecFactory named;
    private final Compressor compressor;

    BlockCodec(Compression compression) {
        switch (compression) {
            case NONE -> {
                named = CodecFactory.nullCodec();
                compressor = (block, length) -> ByteBuffer.wrap(block, 0, length);
            }
            // What gzip is without its frame, which Avro has not.
            case GZIP -> {
                named = CodecFactory.deflateCodec(DEFLATE_LEVEL);
                Codec deflate = new DeflateCodec(DEFLATE_LEVEL);
                compressor = of(deflate);
            }
            case SNAPPY -> {
                named = CodecFactory.snappyCodec();
                compressor = BlockCodec::snappy;
            }
            case ZSTD -> {
                named = CodecFactory.zstandardCodec(ZSTD_LEVEL);
                Codec zstd = new ZstandardCodec(ZSTD_LEVEL, false, false);
                compressor = of(zstd);
            }
            default -> throw new IllegalArgumentException(compression.toString());
        }
    }

    /** The codec that the head of a file names. */
    CodecFactory named() {
        return named;
    }

    ByteBuffer compress(Bytes block) throws IOException {
        return compressor.compress(block.array, block.size);
    }

    private static Compressor of(Codec codec) {
        return (block, length) -> codec.compress(ByteBuffer.wrap(block, 0, length));
    }

    /** Snappy's own form and the checksum of what is in it (Avro's specification, "snappy"); the library keeps its class to itself. */
    private static ByteBuffer snappy(byte[] block, int length) throws IOException {
        byte[] compressed = new byte[Snappy.maxCompressedLength(length) + Integer.BYTES];
        int size = Snappy.compress(block, 0, length, compressed, 0);
        CRC32 checksum = new CRC32();
        checksum.update(block, 0, length);
        return ByteBuffer.wrap(compressed)
                .putInt(size, (int) checksum.getValue())
                .limit(size + Integer.BYTES);
    }
}
