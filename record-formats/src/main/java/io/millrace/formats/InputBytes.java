package io.millrace.formats;

import java.nio.ByteBuffer;

/** The bytes of a buffer as a range of an array, in place if the buffer has one. */
final class InputBytes {
    /** A copy longer than this is not kept. */
    private static final int MOST_KEPT = 1 << 20;

    private byte[] own = new byte[0];
    private byte[] array = own;
    private int from;
    private int to;

    void set(ByteBuffer buffer) {
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

    /** Lets go of the buffer. */
    void release() {
        if (own.length > MOST_KEPT) {
            own = new byte[0];
        }
        array = own;
        from = 0;
        to = 0;
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
