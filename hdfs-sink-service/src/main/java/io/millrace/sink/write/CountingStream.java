package io.millrace.sink.write;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Counts and sums what goes to the store, so that the commit record can say what must be there. */
final class CountingStream extends OutputStream {
    private final OutputStream out;
    private final CRC32C crc = new CRC32C();
    private long length;

    CountingStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        crc.update(b);
        length++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
        crc.update(bytes, offset, count);
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

    int crc32c() {
        return (int) crc.getValue();
    }
}
