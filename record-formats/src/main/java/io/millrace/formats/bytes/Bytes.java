package io.millrace.formats.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes with little-endian puts. The fields are open to the encoders' loops. */
public final class Bytes {
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** For {@link #clear(int)}: a greater buffer is given back after use, since one huge record must not stay in memory. */
    public static final int KEPT = 1 << 20;

    /** Masks that keep the first so many bytes of a little-endian long. */
    private static final long[] FIRST = {
        0, 0xffL, 0xffffL, 0xffffffL, 0xffffffffL, 0xffffffffffL, 0xffffffffffffL, 0xffffffffffffffL, -1L
    };

    /** The longest array that every JVM can make. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private static final int FIRST_AGAIN = 1 << 10;
    /** Kept arrays are no longer than this part of the limit: they are beside what is counted. */
    private static final int KEPT_PART = 8;

    public byte[] array;
    public int size;
    private final long limit;
    private final int first;
    /** How much of the array this content has asked for; with a limit there may be more of it, left by an earlier one. */
    private int taken;

    public Bytes(int capacity) {
        this(capacity, Long.MAX_VALUE);
    }

    /**
     * Whether contents are within the limit depends on them only, and not on what was here before.
     *
     * @param limit bytes of heap that growing may take for a moment, the old array included
     */
    public Bytes(int capacity, long limit) {
        this.array = new byte[capacity];
        this.limit = limit;
        this.first = Math.min(capacity, FIRST_AGAIN);
        this.taken = limit == Long.MAX_VALUE ? capacity : first;
    }

    /** The eight bytes there, the first one lowest. */
    public static long load(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** At most eight bytes there, the first one lowest, zeros above. */
    public static long load(byte[] bytes, int at, int length) {
        if (bytes.length - at >= 8) {
            return (long) LONG.get(bytes, at) & FIRST[length];
        }
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | bytes[at + i] & 0xff;
        }
        return word;
    }

    public void clear() {
        size = 0;
    }

    /** Empties it, and gives an array back that is longer than this: one huge value must not stay in memory. */
    public void clear(int mostKept) {
        size = 0;
        if (array.length > Math.min(mostKept, Math.max(first, limit / KEPT_PART))) {
            array = new byte[first];
        }
        taken = limit == Long.MAX_VALUE ? array.length : first;
    }

    /**
     * Makes room for this many more bytes and returns the array, which may be a new one.
     *
     * @throws TooLargeException if that would go over the limit
     */
    public byte[] room(int more) {
        if (taken - size < more) {
            grow((long) size + more);
        }
        return array;
    }

    private void grow(long least) {
        long most = Math.min(LONGEST, limit - taken);
        if (least > most) {
            throw new TooLargeException(
                    "value needs more than " + Math.min(limit, LONGEST) + " bytes of heap, which it may not have here");
        }
        taken = (int) Math.min(most, Math.max(least, Math.min(taken * 2L, 1 << 30)));
        if (array.length < taken) {
            array = Arrays.copyOf(array, taken);
        }
    }

    public void putByte(int value) {
        room(1)[size++] = (byte) value;
    }

    public void putInt(int value) {
        INT.set(room(4), size, value);
        size += 4;
    }

    public void putLong(long value) {
        LONG.set(room(8), size, value);
        size += 8;
    }

    public void put(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, room(length), size, length);
        size += length;
    }

    public void putVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            putByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }
}
