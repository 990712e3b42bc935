package io.millrace.sink.write;

import io.millrace.formats.TopicFormat;
import io.millrace.formats.bytes.Bytes;

/**
 * A row in the form in which it waits for its file: how many bytes follow, its offset, and what its format has kept of it. One
 * view is set from row to row.
 */
final class WaitingRow {
    private static final int HEADER = 12;

    private byte[] array = new byte[0];
    private int at;

    /** Bytes that {@link #append} adds for the record that the format has routed last. */
    static int length(TopicFormat format) {
        return Math.toIntExact(HEADER + format.keptBytes());
    }

    /** Appends the record that the format has routed last; its first four bytes say how many follow. */
    static void append(long offset, TopicFormat format, Bytes out) {
        int start = out.size;
        out.putInt(0);
        out.putLong(offset);
        format.keep(out);
        Bytes.INT.set(out.array, start, out.size - start - 4);
    }

    /** Bytes of the row that begins there, its length included. */
    static int length(byte[] array, int at) {
        return 4 + (int) Bytes.INT.get(array, at);
    }

    /** From now on this is the row that begins there. */
    void set(byte[] newArray, int newAt) {
        array = newArray;
        at = newAt;
    }

    long offset() {
        return Bytes.load(array, at + 4);
    }

    /** Its bytes here. */
    int length() {
        return length(array, at);
    }

    /** Makes it the format's last record again. */
    void restore(TopicFormat format, int partition) {
        format.restore(partition, array, at + HEADER, at + length());
    }
}
