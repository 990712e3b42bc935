package io.millrace.console.live;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that looks at one thing again and again while somebody watches, and rests so long that it works for about a hundredth of the
 * time, and waits for half of it at most; but no longer than ten seconds. A server that does not answer holds up its own lookout and no other.
 */
final class Lookout {
    private static final Logger log = LoggerFactory.getLogger(Lookout.class);
    private static final int REST = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean woken;

    /** One look; what it throws is logged and changes nothing. */
    interface Look {
        void look() throws InterruptedException;
    }

    /**
     * Starts the thread.
     *
     * @param pause from one look to the next, at least
     * @param watched true while somebody wants to know
     */
    Lookout(String name, Duration pause, BooleanSupplier watched, Look look) {
        thread = new Thread(() -> run(pause, watched, look), "console-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the rest: somebody has come. */
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    private void run(Duration pause, BooleanSupplier watched, Look look) {
        boolean first = true;
        while (!closed) {
            woken = false;
            if (watched.getAsBoolean()) {
                long start = System.nanoTime();
                long worked = work();
                try {
                    look.look();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException e) {
                    log.warn("A look failed: {}", thread.getName(), e);
                }
                long took = System.nanoTime() - start;
                long least = Math.max(pause.toNanos(), took);
                // The first one makes clients and loads classes; that is over then.
                rest(first ? least : Math.min(Math.max(least, (work() - worked) * REST), LONGEST_REST.toNanos()));
                first = false;
            } else {
                LockSupport.park();
            }
            if (Thread.interrupted()) {
                return;
            }
        }
    }

    /** Processor time of this thread in nanoseconds; 0 where the JVM does not tell. */
    private static long work() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
    }

    private void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos;
                left > 0 && !closed && !woken && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Asks the thread to end. */
    void stop() {
        closed = true;
        thread.interrupt();
    }

    /** Waits for the end, which a call that hangs may hold up, for a while. */
    void awaitEnd() throws InterruptedException {
        thread.join(CLOSE.toMillis());
    }
}
