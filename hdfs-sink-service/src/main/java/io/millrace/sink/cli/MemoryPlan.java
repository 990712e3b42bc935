package io.millrace.sink.cli;

import io.millrace.runtime.cli.SettingsException;
import io.millrace.stream.kafka.FetchLimits;
import io.millrace.stream.kafka.KafkaCluster;
import java.util.OptionalLong;

/**
 * How the heap is shared out, for each thread. Chosen once, from what is known at the start.
 *
 * @param fetch how much the consumer asks for at once
 * @param pollBytes heap that the unpacked records of a poll may take
 * @param bufferedBytes heap that open files and waiting rows may hold
 * @param recordBytes heap that these may hold together with what one record needs on its way into its file
 * @param letterBytes heap that dead letters on their way may take: one for the largest message at least
 */
record MemoryPlan(FetchLimits fetch, long pollBytes, long bufferedBytes, long recordBytes, long letterBytes) {
    private static final int MIB = 1 << 20;
    /** Never more of the heap than this is planned for: collectors need room to work in. */
    private static final double USABLE = 0.9;
    /** Classes, clients, their threads and connections, and packets on their way to HDFS. */
    private static final long FIXED = 40L * MIB;

    private static final int MOST_PER_PARTITION = 4 * MIB;
    private static final int LEAST_PER_PARTITION = 64 << 10;
    private static final int MOST_PER_FETCH = 16 * MIB;
    /** Each broker may have a fetch on its way; with fewer than these a fetch is not larger. */
    private static final int USUAL_BROKERS = 4;

    private static final int MOST_OF_LETTERS = 32 * MIB;

    /**
     * What the process has to do.
     *
     * @param threads of the sink
     * @param partitions that one thread may have to read
     * @param brokers that a thread fetches from side by side
     * @param largestMessage bytes of the largest batch of records that a topic takes, {@code max.message.bytes}
     * @param largestNeeds bytes of heap that such a message needs on its way into its file, as one record
     */
    record Load(int threads, int partitions, int brokers, int largestMessage, long largestNeeds) {}

    /**
     * @param heap bytes, {@code -Xmx}
     * @param buffered what the user wants {@link #bufferedBytes} to be in the whole process; empty for a share
     * @throws SettingsException if one message of the topics can be larger than the heap has room for
     */
    static MemoryPlan of(long heap, Load load, OptionalLong buffered) {
        long share = share(heap, load);
        // One is being written while the next one arrives.
        long ofLargest = 2L * load.largestMessage();
        if (ofLargest > share * 6 / 10) {
            throw new SettingsException("a topic takes messages of " + load.largestMessage()
                    + " bytes (max.message.bytes), of which a heap of " + heap + " bytes with " + load.threads()
                    + " threads cannot hold two: " + remedy(heap, load, buffered));
        }
        MemoryPlan plan = shareOut(share, load, buffered);
        if (load.largestNeeds() > plan.recordBytes()) {
            throw new SettingsException("a topic takes messages of " + load.largestMessage()
                    + " bytes (max.message.bytes), of which one needs " + load.largestNeeds()
                    + " bytes on its way into its file, of which a heap of " + heap + " bytes with " + load.threads()
                    + " threads has " + plan.recordBytes() + ": " + remedy(heap, load, buffered));
        }
        return plan;
    }

    private static long share(long heap, Load load) {
        return Math.max(8L * MIB, (long) (heap * USABLE) - FIXED) / load.threads();
    }

    private static MemoryPlan shareOut(long share, Load load, OptionalLong buffered) {
        long fetched = share * 3 / 10;
        int perPartition = (int) Math.max(
                LEAST_PER_PARTITION, Math.min(MOST_PER_PARTITION, fetched / Math.max(1, load.partitions())));
        int perFetch = (int) Math.max(
                perPartition, Math.min(MOST_PER_FETCH, fetched / Math.max(USUAL_BROKERS, load.brokers())));
        long poll = Math.max(MIB, Math.min(8 * MIB, share / 16));
        long letters = Math.max(
                (long) load.largestMessage() + KafkaCluster.LETTER_HEADERS, Math.min(MOST_OF_LETTERS, share / 32));
        long rest = share - Math.max(fetched, 2L * load.largestMessage()) - poll - letters;
        long own = buffered.isPresent() ? Math.max(1, buffered.getAsLong() / load.threads()) : share * 3 / 10;
        return new MemoryPlan(
                new FetchLimits(perFetch, perPartition),
                poll,
                Math.max(1, buffered.isPresent() ? own : Math.min(own, rest)),
                Math.max(own, rest),
                letters);
    }

    /** What the user can do. */
    private static String remedy(long heap, Load load, OptionalLong buffered) {
        return "give at least -Xmx" + needed(heap, load, buffered)
                + "m, fewer --threads, or lower the topic's max.message.bytes";
    }

    /** The smallest heap, in MiB, that is large enough; this one is not. */
    private static long needed(long heap, Load load, OptionalLong buffered) {
        long little = heap / MIB;
        long enough = little + 1;
        while (!isEnough(enough * MIB, load, buffered)) {
            little = enough;
            enough *= 2;
        }
        while (enough - little > 1) {
            long middle = (little + enough) / 2;
            if (isEnough(middle * MIB, load, buffered)) {
                enough = middle;
            } else {
                little = middle;
            }
        }
        return enough;
    }

    private static boolean isEnough(long heap, Load load, OptionalLong buffered) {
        long share = share(heap, load);
        return 2L * load.largestMessage() <= share * 6 / 10
                && load.largestNeeds() <= shareOut(share, load, buffered).recordBytes();
    }
}
