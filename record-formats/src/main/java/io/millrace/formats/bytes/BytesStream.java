package io.millrace.formats.bytes;

import java.io.OutputStream;

/** A stream into an array that the caller has, for libraries that write to streams only. */
public final class BytesStream extends OutputStream {
    private final Bytes target;

    public BytesStream(Bytes target) {
        this.target = target;
    }

    @Override
    public void write(int b) {
        target.putByte(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        target.put(bytes, offset, length);
    }
}
