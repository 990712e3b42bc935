package io.millrace.runtime.retry;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Makes calls that mostly wait for servers side by side and hands their results over in the order in which the calls were
 * begun. Belongs to one thread; the calls run on others.
 *
 * <p>The first failure ends it: whoever catches that must take no more from it. Calls that are on their way then still
 * run, so a call must be harmless after the end of what it was begun for.
 */
public final class ParallelCalls<T> {
    /** Enough for the waiting to be shared, few enough for what the calls hold meanwhile. */
    private static final int MOST = 8;

    private final Executor threads;
    private final Consumer<T> results;
    private final Deque<FutureTask<T>> begun = new ArrayDeque<>();

    /**
     * Nothing is begun yet.
     *
     * @param threads run the calls; they are side by side only if it has several
     * @param results is told each call's result, on the thread that this object belongs to
     */
    public ParallelCalls(Executor threads, Consumer<T> results) {
        this.threads = requireNonNull(threads, "threads");
        this.results = requireNonNull(results, "results");
    }

    /**
     * Begins the call, once there is room.
     *
     * @throws IOException if an earlier call threw it; runtime exceptions and errors of earlier calls are thrown too
     */
    public void begin(Callable<T> call) throws IOException {
        while (begun.size() >= MOST) {
            takeFirst();
        }
        FutureTask<T> task = new FutureTask<>(call);
        begun.add(task);
        threads.execute(task);
        // A failure is worth knowing before more is begun.
        while (!begun.isEmpty() && begun.getFirst().isDone()) {
            takeFirst();
        }
    }

    /** How many calls were begun whose results were not handed over yet. */
    public int waiting() {
        return begun.size();
    }

    /**
     * Returns when all results were handed over.
     *
     * @throws IOException if a call threw it; runtime exceptions and errors of calls are thrown too
     */
    public void await() throws IOException {
        while (!begun.isEmpty()) {
            takeFirst();
        }
    }

    /** Takes no further notice of what is on its way. */
    public void forget() {
        begun.clear();
    }

    private void takeFirst() throws IOException {
        T result;
        try {
            result = begun.remove().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failed) {
                throw failed;
            }
            if (cause instanceof RuntimeException failed) {
                throw failed;
            }
            if (cause instanceof Error failed) {
                throw failed;
            }
            throw new IllegalStateException("a call made side by side with others failed", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calls were under way");
        }
        results.accept(result);
    }
}
