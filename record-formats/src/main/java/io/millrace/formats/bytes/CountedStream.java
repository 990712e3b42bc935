package io.millrace.formats.bytes;

import java.io.IOException;
import java.io.OutputStream;

/** Counts what goes to the caller's stream and never closes it; can be cut off from it. */
public final class CountedStream extends OutputStream {
    private final OutputStream out;
    private long count;
    private boolean cut;

    public CountedStream(OutputStream out) {
        this.out = out;
    }

    /** Bytes that reached the caller's stream. */
    public long count() {
        return count;
    }

    /** From now on nothing reaches the caller's stream: for freeing a compressor that insists on a last word. */
    public void cut() {
        cut = true;
    }

    @Override
    public void write(int b) throws IOException {
        if (!cut) {
            out.write(b);
            count++;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!cut) {
            out.write(bytes, offset, length);
            count += length;
        }
    }

    @Override
    public void flush() throws IOException {
        if (!cut) {
            out.flush();
        }
    }

    @Override
    public void close() {
        // The stream stays the caller's.
    }
}
