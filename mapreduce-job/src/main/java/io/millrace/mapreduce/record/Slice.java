package io.millrace.mapreduce.record;

/** A part of a line; mutable and reused. */
public final class Slice {
    private int from;
    private int to;

    /** First byte. */
    public int from() {
        return from;
    }

    /** Byte after the last. */
    public int to() {
        return to;
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return from >= to;
    }

    /** Makes this the part from..to. */
    public void set(int newFrom, int newTo) {
        from = newFrom;
        to = newTo;
    }
}
