package io.millrace.mapreduce.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Counts by keys of bytes, in bounded memory: an open-addressing table whose keys lie one after the other in one array.
 * When it is full the owner drains it and goes on. Not safe for use by several threads.
 */
public final class SliceCounts {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int MAX_KEYS = 1 << 16;
    private static final int MAX_BYTES = 16 << 20;

    /** The number of the key in each slot, plus one; 0 if the slot is free. */
    private int[] slots = new int[1 << 10];

    private int[] ends = new int[1 << 9];
    private long[] counts = new long[1 << 9];
    private byte[] keys = new byte[1 << 14];
    private int used;
    private int drains;

    /** Takes a key and its count. */
    @FunctionalInterface
    public interface Drain<E extends Exception> {
        /** Takes the key in from..from+length of bytes, and its number. */
        void take(byte[] bytes, int from, int length, int number, long count) throws E;
    }

    /** Adds to the count of the key in from..to; returns the key's number: 0 for the first new one since the last drain, and so on. */
    public int add(byte[] b, int from, int to, long count) {
        int length = to - from;
        int slot = slot(hash(b, from, to), slots.length);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            int start = start(number);
            if (ends[number] - start == length && Arrays.equals(keys, start, ends[number], b, from, to)) {
                counts[number] += count;
                return number;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        int bytes = start(used);
        if (bytes + length > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(keys.length * 2, bytes + length));
        }
        System.arraycopy(b, from, keys, bytes, length);
        if (used == ends.length) {
            ends = Arrays.copyOf(ends, used * 2);
            counts = Arrays.copyOf(counts, used * 2);
        }
        ends[used] = bytes + length;
        counts[used] = count;
        slots[slot] = ++used;
        if (used * 2 > slots.length) {
            grow();
        }
        return used - 1;
    }

    /** Adds one to the count of a key that was added since the last drain, by its number. */
    void again(int number) {
        counts[number]++;
    }

    /** How often it was drained: so long the numbers of keys hold. */
    int drains() {
        return drains;
    }

    /** How many keys there are. */
    public int size() {
        return used;
    }

    /** Whether it is time to drain. */
    public boolean isFull() {
        return used >= MAX_KEYS || start(used) >= MAX_BYTES;
    }

    /** Hands out every key once, in the order in which they came, and forgets it. */
    public <E extends Exception> void drain(Drain<E> drain) throws E {
        for (int number = 0; number < used; number++) {
            drain.take(keys, start(number), ends[number] - start(number), number, counts[number]);
        }
        Arrays.fill(slots, 0);
        used = 0;
        drains++;
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private void grow() {
        int[] larger = new int[slots.length * 2];
        for (int number = 0; number < used; number++) {
            int slot = slot(hash(keys, start(number), ends[number]), larger.length);
            while (larger[slot] != 0) {
                slot = (slot + 1) & (larger.length - 1);
            }
            larger[slot] = number + 1;
        }
        slots = larger;
    }

    private static int slot(int hash, int size) {
        return (hash ^ (hash >>> 15)) & (size - 1);
    }

    private static int hash(byte[] b, int from, int to) {
        long hash = (long) to - from;
        int p = from;
        for (; p <= to - 8; p += 8) {
            hash = (hash ^ (long) LONG.get(b, p)) * MIX;
            hash ^= hash >>> 32;
        }
        for (; p < to; p++) {
            hash = (hash ^ b[p]) * MIX;
        }
        return (int) (hash ^ hash >>> 29 ^ hash >>> 47);
    }
}
