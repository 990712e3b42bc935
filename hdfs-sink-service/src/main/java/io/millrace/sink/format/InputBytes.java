package io.millrace.sink.format;

import java.nio.ByteBuffer;

/** The bytes of a buffer as a range of an array, in place if the buffer has one. */
final class InputBytes {
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
