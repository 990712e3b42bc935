package io.millrace.stream.letters;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Offsets with a timestamp each, of one partition. Kept in chunks of 65,536 offsets, sorted, with 10 bytes for each while
 * the arrays are full.
 */
final class TimedOffsetSet {
    private static final int CHUNK_BITS = 16;

    private final Map<Long, Chunk> chunks = new HashMap<>();

    boolean contains(long offset, long timestamp) {
        Chunk chunk = chunks.get(offset >> CHUNK_BITS);
        return chunk != null && chunk.contains((char) offset, timestamp);
    }

    /** Adds the pair; false if it is there already. */
    boolean add(long offset, long timestamp) {
        return chunks.computeIfAbsent(offset >> CHUNK_BITS, key -> new Chunk()).add((char) offset, timestamp);
    }

    /** Bytes of the arrays that hold the pairs. */
    long heldBytes() {
        return chunks.values().stream()
                .mapToLong(chunk -> chunk.offsets.length * 2L + chunk.timestamps.length * 8L)
                .sum();
    }

    private static final class Chunk {
        private char[] offsets = new char[4];
        private long[] timestamps = new long[4];
        private int size;

        boolean contains(char low, long timestamp) {
            for (int at = first(low); at < size && offsets[at] == low; at++) {
                if (timestamps[at] == timestamp) {
                    return true;
                }
            }
            return false;
        }

        boolean add(char low, long timestamp) {
            if (contains(low, timestamp)) {
                return false;
            }
            int at = first(low);
            if (size == offsets.length) {
                int grown = size + (size >> 1);
                // A chunk with each of its offsets once is full, and has no room left over.
                int length = size < 1 << CHUNK_BITS ? Math.min(1 << CHUNK_BITS, grown) : grown;
                offsets = Arrays.copyOf(offsets, length);
                timestamps = Arrays.copyOf(timestamps, length);
            }
            System.arraycopy(offsets, at, offsets, at + 1, size - at);
            System.arraycopy(timestamps, at, timestamps, at + 1, size - at);
            offsets[at] = low;
            timestamps[at] = timestamp;
            size++;
            return true;
        }

        /** The first place whose offset is not below this one. */
        private int first(char low) {
            // Offsets come in ascending order but for repeats: the end is looked at first.
            if (size == 0 || offsets[size - 1] < low) {
                return size;
            }
            int from = 0;
            int to = size;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (offsets[middle] < low) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }
    }
}
