package io.millrace.mapreduce.input;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that have been looked at already, then the rest of the stream that they came from. Closing it does nothing, nor does
 * its end: whoever opened the stream may read on in it, as in an archive's next member.
 */
public final class HeadFirst extends InputStream {
    private final byte[] head;
    private final int length;
    private final InputStream rest;
    private int at;

    /** Gives the bytes of head in from..length, then rest. */
    public HeadFirst(byte[] head, int from, int length, InputStream rest) {
        this.head = head;
        this.at = from;
        this.length = length;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        return at < length ? head[at++] & 0xFF : rest.read();
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (at == length) {
            return rest.read(target, offset, count);
        }
        int taken = Math.min(count, length - at);
        System.arraycopy(head, at, target, offset, taken);
        at += taken;
        return taken;
    }

    @Override
    public int available() throws IOException {
        return at < length ? length - at : rest.available();
    }
}
