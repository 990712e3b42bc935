package io.millrace.sink.write;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Counts and sums what goes to the store, so that the commit record can say what must be there, and keeps the last bytes to
 * compare them with what the store has.
 */
final class CountingStream extends OutputStream {
    private final OutputStream out;
    private final CRC32C crc = new CRC32C();
    private final byte[] recent = new byte[TAIL];
    private long length;

    /** Enough for Parquet's footer length and mark, and for the trailers of gzip and zstd. */
    static final int TAIL = 64;

    CountingStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        crc.update(b);
        recent[(int) (length % TAIL)] = (byte) b;
        length++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
        crc.update(bytes, offset, count);
        for (int i = Math.max(0, count - TAIL); i < count; i++) {
            recent[(int) ((length + i) % TAIL)] = bytes[offset + i];
        }
        length += count;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    long length() {
        return length;
    }

    /** The last bytes, at most {@link #TAIL}. */
    byte[] tail() {
        byte[] tail = new byte[(int) Math.min(TAIL, length)];
        for (int i = 0; i < tail.length; i++) {
            tail[i] = recent[(int) ((length - tail.length + i) % TAIL)];
        }
        return tail;
    }

    int crc32c() {
        return (int) crc.getValue();
    }
}
