package io.millrace.stream.letters;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Offsets of one partition. Offsets that lie close together share a chunk of 65,536: as a sorted list of two bytes each
 * while there are few, as one bit for every possible offset from then on. So a set never holds more than a bit for every
 * offset between its chunks' borders, and, where its offsets are sparse, little more than two bytes for each.
 */
final class OffsetSet {
    private static final int CHUNK_BITS = 16;
    /** From here on a list would be as long as the bits. */
    private static final int MOST_LISTED = 1 << CHUNK_BITS - 4;

    private final Map<Long, Chunk> chunks = new HashMap<>();

    /** Adds the offset; false if it is there already. */
    boolean add(long offset) {
        int low = (int) offset & (1 << CHUNK_BITS) - 1;
        return chunks.computeIfAbsent(offset >> CHUNK_BITS, key -> new Chunk()).add(low);
    }

    boolean contains(long offset) {
        Chunk chunk = chunks.get(offset >> CHUNK_BITS);
        return chunk != null && chunk.contains((int) offset & (1 << CHUNK_BITS) - 1);
    }

    /** Bytes of the arrays that hold the offsets. */
    long heldBytes() {
        return chunks.values().stream().mapToLong(Chunk::heldBytes).sum();
    }

    private static final class Chunk {
        private char[] list = new char[4];
        private int size;
        /** Replaces the list once it exists. */
        private long[] bits;

        boolean add(int low) {
            if (bits != null) {
                long bit = 1L << low;
                boolean fresh = (bits[low >> 6] & bit) == 0;
                bits[low >> 6] |= bit;
                return fresh;
            }
            // Offsets come in ascending order but for repeats: the end is looked at first.
            int at = size == 0 || list[size - 1] < low ? -size - 1 : Arrays.binarySearch(list, 0, size, (char) low);
            if (at >= 0) {
                return false;
            }
            if (size == MOST_LISTED) {
                toBits();
                return add(low);
            }
            insert(-at - 1, (char) low);
            return true;
        }

        boolean contains(int low) {
            return bits != null
                    ? (bits[low >> 6] & 1L << low) != 0
                    : Arrays.binarySearch(list, 0, size, (char) low) >= 0;
        }

        private void insert(int at, char low) {
            if (size == list.length) {
                list = Arrays.copyOf(list, size * 2);
            }
            System.arraycopy(list, at, list, at + 1, size - at);
            list[at] = low;
            size++;
        }

        private void toBits() {
            bits = new long[1 << CHUNK_BITS - 6];
            for (int i = 0; i < size; i++) {
                bits[list[i] >> 6] |= 1L << list[i];
            }
            list = new char[0];
        }

        long heldBytes() {
            return list.length * 2L + (bits == null ? 0 : bits.length * 8L);
        }
    }
}
