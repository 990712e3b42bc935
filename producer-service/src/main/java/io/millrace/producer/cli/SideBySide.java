package io.millrace.producer.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Works that run at the same time; if one fails, the others are asked to stop, and the failure is everyone's. */
final class SideBySide {
    /** One of them. */
    @FunctionalInterface
    interface Work {
        /** Runs until it is done or {@code stop} says so. */
        void run(BooleanSupplier stop) throws IOException, InterruptedException;
    }

    private final Map<String, Work> works = new LinkedHashMap<>();

    /** @param name of its thread; told apart from all others */
    void add(String name, Work work) {
        works.put(name, work);
    }

    /**
     * Runs all of them, and returns when the last has ended.
     *
     * @throws IOException if one of them did; as for RuntimeException, that of the first in their order
     */
    void run(BooleanSupplier stop) throws IOException, InterruptedException {
        if (works.size() == 1) {
            // In this thread: nothing else is to be waited for.
            works.values().iterator().next().run(stop);
            return;
        }
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            works.forEach((name, work) -> running.add(threads.submit(() -> {
                Thread.currentThread().setName(name);
                boolean done = false;
                try {
                    work.run(() -> failed.get() || stop.getAsBoolean());
                    done = true;
                } finally {
                    if (!done) {
                        failed.set(true);
                    }
                }
                return null;
            })));
            awaitAll(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitAll(List<Future<?>> running) throws IOException, InterruptedException {
        Throwable first = null;
        for (Future<?> work : running) {
            try {
                work.get();
            } catch (ExecutionException e) {
                if (first == null) {
                    first = e.getCause();
                } else {
                    first.addSuppressed(e.getCause());
                }
            }
        }
        if (first instanceof IOException failure) {
            throw failure;
        }
        if (first instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
        if (first instanceof Error error) {
            throw error;
        }
    }
}
