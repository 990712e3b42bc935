package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;
import java.util.Arrays;

/** Distinct strings of bytes in the order of their first use, end to end in one array. */
final class BytesDictionary {
    private static final int FIRST_TABLE = 64;

    private final Bytes arena = new Bytes(256);
    /** Where each value begins in the arena; one more than values. */
    private int[] starts = new int[FIRST_TABLE / 2 + 1];

    private int[] hashes = new int[FIRST_TABLE / 2];
    /** The first eight bytes of each value, and the last eight of those longer than that. */
    private long[] heads = new long[FIRST_TABLE / 2];

    private long[] tails = new long[FIRST_TABLE / 2];
    private int[] table = new int[FIRST_TABLE];
    private int size;

    int size() {
        return size;
    }

    int totalBytes() {
        return arena.size;
    }

    byte[] arena() {
        return arena.array;
    }

    int start(int id) {
        return starts[id];
    }

    int length(int id) {
        return starts[id + 1] - starts[id];
    }

    /** The id of these bytes; a new one equals the former {@link #size}. */
    int idOf(byte[] bytes, int offset, int length) {
        // Head and tail are all of a value of up to 16 bytes, which most are.
        long head;
        long tail = 0;
        if (length <= 8) {
            head = Bytes.load(bytes, offset, length);
        } else {
            head = Bytes.load(bytes, offset);
            tail = Bytes.load(bytes, offset + length - 8);
        }
        long mixed = (head ^ length) * 0x9E3779B97F4A7C15L ^ tail * 0xBF58476D1CE4E5B9L;
        if (length > 16) {
            mixed = mixMiddle(mixed, bytes, offset + 8, offset + length - 8);
        }
        // Values often differ in their last bytes only, which multiplying moves out at the top: bring them back down.
        mixed = (mixed ^ mixed >>> 32) * 0x9E3779B97F4A7C15L;
        int hash = (int) (mixed >>> 32);
        int mask = table.length - 1;
        int slot = hash & mask;
        int found;
        while ((found = table[slot]) != 0) {
            int id = found - 1;
            int start = starts[id];
            if (heads[id] == head
                    && tails[id] == tail
                    && starts[id + 1] - start == length
                    && (length <= 16 || isEqual(start, bytes, offset, length))) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        return add(bytes, offset, length, hash, slot, head, tail);
    }

    private boolean isEqual(int start, byte[] bytes, int offset, int length) {
        return Arrays.equals(arena.array, start, start + length, bytes, offset, offset + length);
    }

    private static long mixMiddle(long seed, byte[] bytes, int from, int to) {
        long mixed = seed;
        int p = from;
        for (; p < to; p += 8) {
            // The last step overlaps with the tail, which does no harm.
            mixed = (mixed ^ Bytes.load(bytes, p)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return mixed;
    }

    private int add(byte[] bytes, int offset, int length, int hash, int slot, long head, long tail) {
        int id = size;
        arena.put(bytes, offset, length);
        starts[id + 1] = arena.size;
        hashes[id] = hash;
        heads[id] = head;
        tails[id] = tail;
        table[slot] = id + 1;
        size = id + 1;
        if (size == hashes.length) {
            grow();
        }
        return id;
    }

    private void grow() {
        starts = Arrays.copyOf(starts, size * 2 + 1);
        hashes = Arrays.copyOf(hashes, size * 2);
        heads = Arrays.copyOf(heads, size * 2);
        tails = Arrays.copyOf(tails, size * 2);
        table = new int[table.length * 2];
        int mask = table.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = id + 1;
        }
    }

    void clear() {
        size = 0;
        arena.clear(ColumnWriter.MOST_KEPT_BYTES);
        if (hashes.length > ColumnWriter.MOST_KEPT_VALUES * 4) {
            starts = new int[FIRST_TABLE / 2 + 1];
            hashes = new int[FIRST_TABLE / 2];
            heads = new long[FIRST_TABLE / 2];
            tails = new long[FIRST_TABLE / 2];
            table = new int[FIRST_TABLE];
        }
        Arrays.fill(table, 0);
    }

    long heldBytes() {
        return arena.array.length + (starts.length + hashes.length * 5L + table.length) * 4L;
    }
}
