package io.millrace.mapreduce.count;

import io.millrace.mapreduce.message.Tally;
import io.millrace.mapreduce.record.MessageMask;
import java.util.Arrays;

/**
 * Masked messages, each with its records, their first and last time, and the record that came first. Bounded as {@link SliceCounts} is,
 * and by the bytes of the examples. Not safe for use by several threads.
 */
public final class MessageCounts {
    /** How much of an example is kept, in bytes. */
    public static final int LONGEST_EXAMPLE = 512;

    private static final int MAX_EXAMPLE_BYTES = 16 << 20;

    private final SliceCounts counts = new SliceCounts();
    private long[] firsts = new long[1 << 9];
    private long[] lasts = new long[1 << 9];
    private byte[][] examples = new byte[1 << 9][];
    private int exampleBytes;

    /** Takes a message: {@code level TAB masked message}. */
    @FunctionalInterface
    public interface Drain<E extends Exception> {
        /** Takes the message in from..from+length of bytes. */
        void take(byte[] bytes, int from, int length, Tally tally) throws E;
    }

    /**
     * Counts the message in 0..to of key.
     *
     * @param timed whether the record has a time, which is the second
     * @param record where the record stands, in from..end
     */
    void add(byte[] key, int to, boolean timed, long second, byte[] record, int from, int end) {
        int before = counts.size();
        int number = counts.add(key, 0, to, 1);
        long first = timed ? second : Tally.NO_FIRST;
        int cut =
                end - from <= LONGEST_EXAMPLE ? end : MessageMask.characterStart(record, from, from + LONGEST_EXAMPLE);
        if (number == before) {
            put(number, first, timed ? second : Tally.NO_LAST, Arrays.copyOfRange(record, from, cut));
            return;
        }
        if (timed && second > lasts[number]) {
            lasts[number] = second;
        }
        if (first > firsts[number]) {
            return;
        }
        byte[] known = examples[number];
        if (Tally.precedes(first, record, from, cut, firsts[number], known)) {
            exampleBytes += cut - from - known.length;
            examples[number] = Arrays.copyOfRange(record, from, cut);
        }
        firsts[number] = first;
    }

    private void put(int number, long first, long last, byte[] example) {
        if (number == firsts.length) {
            firsts = Arrays.copyOf(firsts, number * 2);
            lasts = Arrays.copyOf(lasts, number * 2);
            examples = Arrays.copyOf(examples, number * 2);
        }
        firsts[number] = first;
        lasts[number] = last;
        examples[number] = example;
        exampleBytes += example.length;
    }

    /** Whether it is time to drain. */
    boolean isFull() {
        return counts.isFull() || exampleBytes >= MAX_EXAMPLE_BYTES;
    }

    /** Hands out every message once, and forgets it. */
    public <E extends Exception> void drain(Drain<E> drain) throws E {
        counts.<E>drain((bytes, from, length, number, count) ->
                drain.take(bytes, from, length, new Tally(count, firsts[number], lasts[number], examples[number])));
        Arrays.fill(examples, null);
        exampleBytes = 0;
    }
}
