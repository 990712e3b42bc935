package io.millrace.mapreduce.job;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Why a task of the local runner failed. That runner shares the client's process and keeps no diagnostics that a client
 * could ask for; on a cluster these notes stay empty and the ResourceManager's diagnostics are used.
 */
final class FailureNotes {
    private static final AtomicReference<ConcurrentLinkedDeque<String>> NOTES =
            new AtomicReference<>(new ConcurrentLinkedDeque<>());

    private FailureNotes() {}

    /** A task's work. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Does a task's work, and notes why it fails if it does. */
    static void noting(Work work) throws IOException, InterruptedException {
        try {
            work.run();
        } catch (IOException | RuntimeException | Error e) {
            add(Sentences.of(e));
            throw e;
        }
    }

    static void add(String note) {
        NOTES.get().add(note);
    }

    /** The first note since the last call; the others are forgotten. */
    static Optional<String> take() {
        return Optional.ofNullable(
                NOTES.getAndSet(new ConcurrentLinkedDeque<>()).peekFirst());
    }
}
