package io.millrace.mapreduce.input;

import io.airlift.compress.Decompressor;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What Hadoop's codecs for LZ4 and Snappy write (BlockCompressorStream): blocks of a plain length followed by chunks, each with
 * its compressed length; all lengths are four bytes, the highest first. Read here because Hadoop's own reader believes any
 * length: of other bytes it takes four letters for one and the JVM's memory with it.
 */
final class HadoopBlockStream extends InputStream {
    /** Longest block in bytes; Hadoop's default is 256 KiB. */
    private static final int LONGEST = 64 << 20;

    private final DataInputStream in;
    private final Decompressor decompressor;
    private byte[] packed = new byte[0];
    private byte[] plain = new byte[0];
    private int at;
    private int filled;
    private int expected;

    HadoopBlockStream(InputStream in, Decompressor decompressor) {
        this.in = new DataInputStream(in);
        this.decompressor = decompressor;
    }

    /** Whether these bytes may be a block's start. */
    static boolean startsBlock(byte[] head, int length) {
        if (length < 9) {
            return false;
        }
        int block = number(head, 0);
        return block > 0 && block <= LONGEST && number(head, 4) > 0 && number(head, 4) <= mostPacked(block);
    }

    /** Both formats grow data that cannot be compressed by less than this. */
    private static int mostPacked(int plain) {
        return plain + plain / 6 + 64;
    }

    private static int number(byte[] b, int at) {
        return (b[at] & 0xFF) << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | b[at + 3] & 0xFF;
    }

    @Override
    public int read() throws IOException {
        return more() ? plain[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, filled - at);
        System.arraycopy(plain, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean more() throws IOException {
        while (at == filled) {
            while (expected == 0) {
                int first = in.read();
                if (first < 0) {
                    return false;
                }
                expected = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
                require(expected >= 0 && expected <= LONGEST, expected);
            }
            int length = in.readInt();
            require(length > 0 && length <= mostPacked(expected), length);
            chunk(length);
        }
        return true;
    }

    private void chunk(int length) throws IOException {
        if (packed.length < length) {
            packed = new byte[length];
        }
        if (in.readNBytes(packed, 0, length) < length) {
            throw new EOFException("ends within a block");
        }
        if (plain.length < expected) {
            plain = new byte[expected];
        }
        at = 0;
        filled = decompressor.decompress(packed, 0, length, plain, 0, expected);
        expected -= filled;
    }

    private static void require(boolean holds, int length) throws IOException {
        if (!holds) {
            throw new IOException("a block's length is " + length + ", which no codec of Hadoop's writes");
        }
    }
}
