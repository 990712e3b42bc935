package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.LastResort;
import io.millrace.runtime.observe.Health;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that makes something of what is stored, beside a sink at work and once more when the sink has ended. Nothing of it holds
 * the sink up: what goes wrong here stands in the health and the log.
 */
final class BesideThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BesideThread.class);
    private static final Duration JOIN = Duration.ofMillis(200);

    private final String name;
    private final Health health;
    private final Duration lastLook;
    private final ShutdownSignal workEnded = new ShutdownSignal();
    private final ShutdownSignal lastLookEnded = new ShutdownSignal();
    private Thread thread;

    /**
     * @param name of the thread, and what the health calls it
     * @param lastLook how long the last look of a sink that was told to stop may take: all together well within what a stop may
     */
    BesideThread(String name, Health health, Duration lastLook) {
        this.lastLook = lastLook;
        this.name = name;
        this.health = health;
    }

    /** What the thread does. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    /** Raised once the sink has committed all that it will. */
    ShutdownSignal workEnded() {
        return workEnded;
    }

    /** Raised once nobody waits for the last look any more. */
    ShutdownSignal lastLookEnded() {
        return lastLookEnded;
    }

    void start(Work work) {
        thread = new Thread(() -> run(work), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            health.down(name, "ended: " + e.getMessage());
            LOG.error("The {} are not brought up to date any more", name, e);
            LastResort.endIfUnsafe(e);
        }
    }

    /** True once it was started. */
    boolean isStarted() {
        return thread != null;
    }

    /** The sink has committed all that it will: returns after the last look, or when that takes too long. */
    void awaitLastLook() throws InterruptedException {
        workEnded.request();
        thread.join(lastLook.toMillis());
    }

    /**
     * The same, however long it takes.
     *
     * @param stop ends the waiting
     * @return true if the thread has ended
     */
    boolean awaitLastLook(ShutdownSignal stop) throws InterruptedException {
        workEnded.request();
        while (thread.isAlive() && !stop.isRequested()) {
            thread.join(JOIN.toMillis());
        }
        return !thread.isAlive();
    }

    @Override
    public void close() {
        workEnded.request();
        lastLookEnded.request();
    }
}
