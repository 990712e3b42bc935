package io.millrace.formats.lines;

import java.io.IOException;
import java.io.OutputStream;
import org.xerial.snappy.Snappy;

/**
 * Hadoop's framing of Snappy for files: blocks of their length, the compressed length (both four
 * bytes, big endian) and the compressed bytes. Not the framing of the snappy command line tools.
 */
final class HadoopSnappyStream extends OutputStream {
    /** Well below the 256 KiB that Hadoop's decompressor has room for. */
    static final int BLOCK = 64 << 10;

    private final OutputStream out;
    private final byte[] block = new byte[BLOCK];
    private final byte[] compressed = new byte[8 + Snappy.maxCompressedLength(BLOCK)];
    private int used;

    HadoopSnappyStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, BLOCK - used);
            System.arraycopy(bytes, from, block, used, part);
            used += part;
            from += part;
            left -= part;
            if (used == BLOCK) {
                endBlock();
            }
        }
    }

    private void endBlock() throws IOException {
        if (used == 0) {
            return;
        }
        int length = Snappy.compress(block, 0, used, compressed, 8);
        putInt(compressed, 0, used);
        putInt(compressed, 4, length);
        out.write(compressed, 0, 8 + length);
        used = 0;
    }

    private static void putInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    @Override
    public void close() throws IOException {
        endBlock();
        out.close();
    }
}
