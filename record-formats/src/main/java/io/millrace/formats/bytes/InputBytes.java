package io.millrace.formats.bytes;

import java.nio.ByteBuffer;

/** The bytes of a buffer as a range of an array, in place if the buffer has one. */
public final class InputBytes {
    /** A copy longer than this is not kept. */
    private static final int MOST_KEPT = 1 << 20;

    private byte[] own = new byte[0];
    private byte[] array = own;
    private int from;
    private int to;

    /** Takes the buffer from its position to its limit, which are left as they are. */
    public void set(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (buffer.hasArray()) {
            array = buffer.array();
            from = buffer.arrayOffset() + buffer.position();
        } else {
            if (own.length < length) {
                own = new byte[Math.max(length, own.length * 2)];
            }
            buffer.get(buffer.position(), own, 0, length);
            array = own;
            from = 0;
        }
        to = from + length;
    }

    /** Takes the bytes of an array from one index up to another. */
    public void set(byte[] bytes, int first, int end) {
        array = bytes;
        from = first;
        to = end;
    }

    /** Lets go of the buffer. */
    public void release() {
        if (own.length > MOST_KEPT) {
            own = new byte[0];
        }
        array = own;
        from = 0;
        to = 0;
    }

    public byte[] array() {
        return array;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }
}
