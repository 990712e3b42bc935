package io.millrace.sources.tail;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Runs the worlds of many seeds, on several threads, and watches that each of them ends. */
final class TailSeeds {
    /** A world takes some milliseconds; the slowest some hundred. */
    static final long LONGEST_NANOS = 300_000_000_000L;

    private final int threads;
    private final long longestNanos;
    private final LongConsumer world;
    private final Map<Thread, Long> startedAt = new ConcurrentHashMap<>();
    private final Map<Thread, Long> seedOf = new ConcurrentHashMap<>();
    private final SortedMap<Long, Throwable> failed = new ConcurrentSkipListMap<>();

    /**
     * @param longestNanos a world that takes longer has no end
     * @param world runs the world of a seed and throws if anything in it is not exact
     */
    TailSeeds(int threads, long longestNanos, LongConsumer world) {
        this.threads = threads;
        this.longestNanos = longestNanos;
        this.world = world;
    }

    /** Runs {@code count} seeds from {@code first} on; returns what was wrong in those that failed. */
    SortedMap<Long, Throwable> run(long first, long count) throws InterruptedException {
        AtomicLong next = new AtomicLong(first);
        List<Thread> workers = IntStream.range(0, threads)
                .mapToObj(i -> new Thread(() -> work(next, first + count), "seeds-" + i))
                .toList();
        for (Thread worker : workers) {
            worker.setDaemon(true);
            worker.start();
        }
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                worker.join(100);
                watch();
            }
        }
        return failed;
    }

    private void work(AtomicLong next, long end) {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            seedOf.put(Thread.currentThread(), seed);
            startedAt.put(Thread.currentThread(), System.nanoTime());
            try {
                world.accept(seed);
            } catch (Throwable e) {
                failed.put(seed, e);
            }
        }
        startedAt.remove(Thread.currentThread());
    }

    private void watch() {
        startedAt.forEach((thread, since) -> {
            if (System.nanoTime() - since > longestNanos) {
                AssertionError endless = new AssertionError("the world of seed " + seedOf.get(thread)
                        + " does not end; replay with -Dtail.simulation.seed=" + seedOf.get(thread));
                endless.setStackTrace(thread.getStackTrace());
                throw endless;
            }
        });
    }
}
