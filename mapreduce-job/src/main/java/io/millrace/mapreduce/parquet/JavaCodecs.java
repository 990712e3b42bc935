package io.millrace.mapreduce.parquet;

import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's own codecs, with Zstandard in Java: Parquet's needs a native library of 6 MB that no Hadoop installation
 * brings, and reading needs no more than this.
 */
final class JavaCodecs implements CompressionCodecFactory {
    private final CodecFactory usual;

    JavaCodecs(Configuration configuration) {
        this.usual = new CodecFactory(configuration, 0);
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("this job only reads Parquet");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return codec == CompressionCodecName.ZSTD ? new Zstd() : usual.getDecompressor(codec);
    }

    @Override
    public void release() {
        usual.release();
    }

    private static final class Zstd implements BytesInputDecompressor {
        private final ZstdDecompressor decompressor = new ZstdDecompressor();

        @Override
        public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
            return BytesInput.from(plain(bytes.toInputStream().readAllBytes(), decompressedSize));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
                throws IOException {
            byte[] packed = new byte[compressedSize];
            input.get(packed);
            output.put(plain(packed, decompressedSize));
        }

        private byte[] plain(byte[] packed, int size) throws IOException {
            byte[] plain = new byte[size];
            int length = decompressor.decompress(packed, 0, packed.length, plain, 0, size);
            if (length != size) {
                throw new IOException("page holds " + length + " bytes, its header promises " + size);
            }
            return plain;
        }

        @Override
        public void release() {
            // Holds nothing outside the heap.
        }
    }
}
