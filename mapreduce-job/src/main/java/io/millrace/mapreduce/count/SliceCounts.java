package io.millrace.mapreduce.count;

import java.util.Arrays;

/**
 * Counts by keys of bytes, in bounded memory: an open-addressing table whose keys lie one after the other in one array.
 * When it is full the owner drains it and goes on. Not safe for use by several threads.
 */
public final class SliceCounts {
    private static final int MAX_KEYS = 1 << 16;
    private static final int MAX_BYTES = 16 << 20;

    private int[] starts = new int[1 << 10];
    private int[] lengths = new int[1 << 10];
    private long[] counts = new long[1 << 10];
    private byte[] keys = new byte[1 << 14];
    private int used;
    private int bytes;

    /** Takes a key and its count. */
    @FunctionalInterface
    public interface Drain<E extends Exception> {
        /** Takes the key in from..from+length of bytes. */
        void take(byte[] bytes, int from, int length, long count) throws E;
    }

    /** Adds to the count of the key in from..to. */
    public void add(byte[] b, int from, int to, long count) {
        int length = to - from;
        int slot = slot(hash(b, from, to), starts.length);
        while (counts[slot] != 0) {
            if (lengths[slot] == length && Arrays.equals(keys, starts[slot], starts[slot] + length, b, from, to)) {
                counts[slot] += count;
                return;
            }
            slot = (slot + 1) & (starts.length - 1);
        }
        if (bytes + length > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(keys.length * 2, bytes + length));
        }
        System.arraycopy(b, from, keys, bytes, length);
        starts[slot] = bytes;
        lengths[slot] = length;
        counts[slot] = count;
        bytes += length;
        if (++used * 2 > starts.length) {
            grow();
        }
    }

    /** Whether it is time to drain. */
    public boolean isFull() {
        return used >= MAX_KEYS || bytes >= MAX_BYTES;
    }

    /** Hands out every key once, and forgets it. */
    public <E extends Exception> void drain(Drain<E> drain) throws E {
        for (int slot = 0; slot < counts.length; slot++) {
            if (counts[slot] != 0) {
                drain.take(keys, starts[slot], lengths[slot], counts[slot]);
                counts[slot] = 0;
            }
        }
        used = 0;
        bytes = 0;
    }

    private void grow() {
        int[] oldStarts = starts;
        int[] oldLengths = lengths;
        long[] oldCounts = counts;
        int size = oldStarts.length * 2;
        starts = new int[size];
        lengths = new int[size];
        counts = new long[size];
        for (int i = 0; i < oldStarts.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slot(hash(keys, oldStarts[i], oldStarts[i] + oldLengths[i]), size);
                while (counts[slot] != 0) {
                    slot = (slot + 1) & (size - 1);
                }
                starts[slot] = oldStarts[i];
                lengths[slot] = oldLengths[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    private static int slot(int hash, int size) {
        return (hash ^ (hash >>> 15)) & (size - 1);
    }

    private static int hash(byte[] b, int from, int to) {
        int hash = to - from;
        for (int p = from; p < to; p++) {
            hash = hash * 31 + b[p];
        }
        return hash * 0x9E3779B9;
    }
}
