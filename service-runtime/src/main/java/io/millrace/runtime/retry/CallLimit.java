package io.millrace.runtime.retry;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Bounds blocking calls in time, on the thread that makes them: a call that takes longer is interrupted, once, and ends
 * with an IOException, whatever it answers then. Whether it took effect is not known then, as with any call whose answer never came.
 *
 * <p>An interrupt reaches a thread only within a bounded call, so whatever else the thread does needs to know nothing of
 * it. Thread-safe; each thread makes one call at a time.
 */
public final class CallLimit {
    private final Duration limit;
    private final LongSupplier nanoClock;
    private final Map<Thread, Call> calls = new ConcurrentHashMap<>();

    /** What is bounded. */
    @FunctionalInterface
    public interface Bounded<T> {
        T run() throws IOException;
    }

    /**
     * No call is under way yet; {@link #check} must be called every now and then.
     *
     * @param limit how long a call may take
     * @param nanoClock a monotonic clock in nanoseconds
     */
    public CallLimit(Duration limit, LongSupplier nanoClock) {
        this.limit = requireNonNull(limit, "limit");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
    }

    /** The call that one thread is in. Its monitor keeps an interrupt from coming after the call's end. */
    private static final class Call {
        private boolean running;
        private boolean interrupted;
        private long began;

        synchronized void begin(long now) {
            running = true;
            interrupted = false;
            began = now;
        }

        synchronized void end() {
            running = false;
            if (interrupted) {
                // The call may have ended by itself just before: the mark must not reach whoever waits next.
                Thread.interrupted();
            }
        }

        synchronized boolean wasInterrupted() {
            return interrupted;
        }

        synchronized void interruptIfOlder(Thread thread, long now, Duration limit) {
            if (running && !interrupted && now - began > limit.toNanos()) {
                interrupted = true;
                thread.interrupt();
            }
        }
    }

    /**
     * Makes the call.
     *
     * @param what the call and its subject, for the message: {@code rename /a/b}
     * @throws IOException if the call failed or took too long, even if it came to an end then
     */
    public <T> T call(String what, Bounded<T> bounded) throws IOException {
        Call call = calls.computeIfAbsent(Thread.currentThread(), thread -> new Call());
        call.begin(nanoClock.getAsLong());
        T result = null;
        IOException failure = null;
        try {
            result = bounded.run();
        } catch (IOException e) {
            failure = e;
        } finally {
            call.end();
        }
        if (call.wasInterrupted()) {
            // Also if it returned: Hadoop's client takes an interrupt for a reason to queue what was to be written, and
            // returns, so that a pipeline that stands still would seem to make progress for ever.
            throw tooLong(what, failure);
        }
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    private IOException tooLong(String what, IOException interrupted) {
        InterruptedIOException late = new InterruptedIOException(
                what + " did not come to an end within " + limit.toSeconds() + " s and was given up");
        // Not its cause: people are told the deepest one, and "interrupted" says nothing to them.
        if (interrupted != null) {
            late.addSuppressed(interrupted);
        }
        return late;
    }

    /** Interrupts what has taken too long. Call it about once a second, on another thread. */
    public void check() {
        long now = nanoClock.getAsLong();
        calls.forEach((thread, call) -> {
            call.interruptIfOlder(thread, now, limit);
            if (!thread.isAlive()) {
                calls.remove(thread, call);
            }
        });
    }
}
