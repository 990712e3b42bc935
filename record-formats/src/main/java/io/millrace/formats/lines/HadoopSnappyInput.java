package io.millrace.formats.lines;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.xerial.snappy.Snappy;

/** Reads what {@link HadoopSnappyStream} and Hadoop's own codec write. */
final class HadoopSnappyInput extends InputStream {
    /** No writer's blocks come near it; a length beyond it is no length. */
    private static final int LARGEST = 64 << 20;

    private final DataInputStream in;
    private byte[] compressed = new byte[0];
    private byte[] block = new byte[0];
    private int position;
    private int limit;
    /** What is left of the present block, which may be cut into several compressed pieces. */
    private int left;

    HadoopSnappyInput(InputStream in) {
        this.in = new DataInputStream(in);
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(length, limit - position);
        System.arraycopy(block, position, bytes, offset, part);
        position += part;
        return part;
    }

    private boolean fill() throws IOException {
        while (position == limit) {
            if (left == 0) {
                int first = in.read();
                if (first < 0) {
                    return false;
                }
                left = length(first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort());
                continue;
            }
            int size = length(in.readInt());
            compressed = size <= compressed.length ? compressed : new byte[size];
            in.readFully(compressed, 0, size);
            limit = length(Snappy.uncompressedLength(compressed, 0, size));
            block = limit <= block.length ? block : new byte[limit];
            Snappy.uncompress(compressed, 0, size, block, 0);
            position = 0;
            left -= limit;
            if (left < 0) {
                throw new EOFException("a block of Snappy has more bytes than it says");
            }
        }
        return true;
    }

    private static int length(int length) throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("a block of Snappy says that it has " + length + " bytes");
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
