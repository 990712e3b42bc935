package io.millrace.mapreduce.message;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * How many records have a message, the first and the last of their times, and one of them. Tallies are put together in any order with
 * the same result. Immutable; nobody changes the example's bytes.
 */
public final class Tally {
    /** The first time of records that have none. */
    public static final long NO_FIRST = Long.MAX_VALUE;

    /** The last time of records that have none. */
    public static final long NO_LAST = Long.MIN_VALUE;

    private static final byte[] NOTHING = new byte[0];

    private final long records;
    private final long first;
    private final long last;
    private final byte[] example;

    /**
     * A tally.
     *
     * @param first the first time in seconds since 1970, or {@link #NO_FIRST}
     * @param last the last time, or {@link #NO_LAST}
     * @param example one of the records, in UTF-8; empty if none is kept
     */
    public Tally(long records, long first, long last, byte[] example) {
        this.records = records;
        this.first = first;
        this.last = last;
        this.example = requireNonNull(example, "example");
    }

    /** So many records, of which nothing else is known. */
    public static Tally of(long records) {
        return new Tally(records, NO_FIRST, NO_LAST, NOTHING);
    }

    /** How many records there are. */
    public long records() {
        return records;
    }

    /** The first time in seconds since 1970, or {@link #NO_FIRST}. */
    public long first() {
        return first;
    }

    /** The last time, or {@link #NO_LAST}. */
    public long last() {
        return last;
    }

    /** One of the records, in UTF-8; empty if none is kept. */
    public byte[] example() {
        return example;
    }

    /** Whether nothing but a number is known. */
    public boolean isPlain() {
        return example.length == 0 && first == NO_FIRST && last == NO_LAST;
    }

    /** Both together; the example is the one of the earlier record. */
    public Tally and(Tally other) {
        boolean own = other.example.length == 0
                || example.length > 0 && !precedes(other.first, other.example, 0, other.example.length, first, example);
        return new Tally(
                records + other.records,
                Math.min(first, other.first),
                Math.max(last, other.last),
                own ? example : other.example);
    }

    /**
     * Whether one record is to be the example and not the other: the earlier one, and of two at the same time, or without one, the one
     * that is sorted first. So it does not matter who saw which record when.
     */
    public static boolean precedes(long time, byte[] b, int from, int to, long otherTime, byte[] other) {
        if (time != otherTime) {
            return time < otherTime;
        }
        return Arrays.compareUnsigned(b, from, to, other, 0, other.length) < 0;
    }
}
