package io.millrace.sink.cli;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sink.kafka.FetchLimits;
import java.util.OptionalLong;

/**
 * How the heap is shared out, for each thread. Chosen once, from what is known at the start.
 *
 * @param fetch how much the consumer asks for at once
 * @param pollBytes heap that the unpacked records of a poll may take
 * @param bufferedBytes heap that open files and waiting rows may hold
 * @param recordBytes heap that these may hold together with what one record needs on its way into its file
 */
record MemoryPlan(FetchLimits fetch, long pollBytes, long bufferedBytes, long recordBytes) {
    private static final int MIB = 1 << 20;
    /** Never more of the heap than this is planned for: collectors need room to work in. */
    private static final double USABLE = 0.9;
    /** Classes, clients, their threads and connections, and packets on their way to HDFS. */
    private static final long FIXED = 40L * MIB;

    private static final int MOST_PER_PARTITION = 4 * MIB;
    private static final int LEAST_PER_PARTITION = 64 << 10;
    private static final int MOST_PER_FETCH = 16 * MIB;

    /**
     * What the process has to do.
     *
     * @param threads of the sink
     * @param partitions that one thread may have to read
     * @param largestMessage bytes of the largest batch of records that a topic takes, {@code max.message.bytes}
     */
    record Load(int threads, int partitions, int largestMessage) {}

    /**
     * @param heap bytes, {@code -Xmx}
     * @param buffered what the user wants {@link #bufferedBytes} to be in the whole process; empty for a share
     * @throws ServiceException if one message of the topics can be larger than the heap has room for
     */
    static MemoryPlan of(long heap, Load load, OptionalLong buffered) {
        long share = Math.max(8L * MIB, (long) (heap * USABLE) - FIXED) / load.threads();
        long fetched = share * 3 / 10;
        int perPartition = (int) Math.max(
                LEAST_PER_PARTITION, Math.min(MOST_PER_PARTITION, fetched / Math.max(1, load.partitions())));
        int perFetch = (int) Math.max(perPartition, Math.min(MOST_PER_FETCH, fetched / 4));
        // One is being written while the next one arrives.
        long ofLargest = 2L * load.largestMessage();
        if (ofLargest > share * 6 / 10) {
            throw new ServiceException("a topic takes messages of " + load.largestMessage()
                    + " bytes (max.message.bytes), of which a heap of " + heap + " bytes with " + load.threads()
                    + " threads cannot hold two: give at least -Xmx" + needed(load) / MIB
                    + "m, fewer --threads, or lower the topic's max.message.bytes");
        }
        long poll = Math.max(MIB, Math.min(8 * MIB, share / 16));
        long rest = share - Math.max(fetched, ofLargest) - poll;
        long own = buffered.isPresent() ? Math.max(1, buffered.getAsLong() / load.threads()) : share * 3 / 10;
        return new MemoryPlan(
                new FetchLimits(perFetch, perPartition),
                poll,
                buffered.isPresent() ? own : Math.min(own, rest),
                Math.max(own, rest));
    }

    /** The smallest heap that holds two of the largest messages. */
    private static long needed(Load load) {
        return (long) ((2L * load.largestMessage() * 10 / 6 * load.threads() + FIXED) / USABLE) + MIB;
    }
}
