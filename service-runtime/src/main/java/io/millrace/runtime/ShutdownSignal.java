package io.millrace.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The one request to stop that a process gets: by SIGTERM, Ctrl-C or from within. It is never taken back.
 *
 * <p>Thread-safe.
 */
public final class ShutdownSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /** Asks the process to stop; further calls do nothing. Listeners run on the calling thread. */
    public void request() {
        List<Runnable> toRun;
        synchronized (listeners) {
            if (requested.getCount() == 0) {
                return;
            }
            requested.countDown();
            toRun = List.copyOf(listeners);
        }
        toRun.forEach(Runnable::run);
    }

    /** True once the process should stop. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Runs the listener when the stop is requested, at once if it was already. It must be quick and must not throw. */
    public void onRequest(Runnable listener) {
        synchronized (listeners) {
            if (requested.getCount() != 0) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Waits until the stop is requested. */
    public void await() throws InterruptedException {
        requested.await();
    }

    /** Waits until the stop is requested, at most this long; true if it was. */
    public boolean await(Duration atMost) throws InterruptedException {
        return requested.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs a step again and again until the stop is requested. The pauses in between are up to a tenth shorter or longer, so that
     * processes that began together come apart.
     */
    public void untilRequested(Duration pause, Runnable step) throws InterruptedException {
        long millis = pause.toMillis();
        while (!isRequested()) {
            step.run();
            long jitter = millis < 10 ? 0 : ThreadLocalRandom.current().nextLong(millis / 5) - millis / 10;
            if (await(Duration.ofMillis(millis + jitter))) {
                return;
            }
        }
    }
}
