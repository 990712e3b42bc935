package io.millrace.runtime.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows when each watched thread last made progress. One that has made none for half its limit makes the service
 * unhealthy; at the limit the process is ended, since whatever it hangs in may hang for ever.
 *
 * <p>Thread-safe.
 */
public final class Liveness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** A watchdog that slept for so long stood still as all the process did: nobody can have made progress. */
    private static final Duration PAUSED = Duration.ofSeconds(30);

    private final Health health;
    private final LongSupplier nanoClock;
    private final Consumer<String> end;
    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private final List<Runnable> checks = new CopyOnWriteArrayList<>();
    private Thread watchdog;

    /**
     * Nothing is watched yet.
     *
     * @param health hears of threads that make no progress
     * @param nanoClock a monotonic clock in nanoseconds, {@link System#nanoTime} in production
     * @param end ends the process; is given the reason, one sentence
     */
    public Liveness(Health health, LongSupplier nanoClock, Consumer<String> end) {
        this.health = requireNonNull(health, "health");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.end = requireNonNull(end, "end");
    }

    /** What a watched thread tells of itself. */
    public final class Pulse {
        private final String name;
        private final Duration limit;
        private volatile long last = nanoClock.getAsLong();
        private boolean reported;

        private Pulse(String name, Duration limit) {
            this.name = name;
            this.limit = limit;
        }

        /** The thread has made progress. Costs a write to memory. */
        public void beat() {
            last = nanoClock.getAsLong();
        }

        /** The thread has ended and is watched no longer. */
        public void stop() {
            pulses.remove(this);
            health.up(name);
        }

        private Duration still() {
            return Duration.ofNanos(nanoClock.getAsLong() - last);
        }

        private boolean stalled() {
            return still().compareTo(limit.dividedBy(2)) > 0;
        }

        private String reason() {
            return "has made no progress for " + still().toSeconds() + " s; the process ends after " + limit.toSeconds()
                    + " s";
        }
    }

    /**
     * Watches a thread from now on.
     *
     * @param name what it is, for people: {@code thread sink-0}
     * @param limit how long it may go without progress
     */
    public Pulse watch(String name, Duration limit) {
        Pulse pulse = new Pulse(name, limit);
        pulses.add(pulse);
        startWatchdog();
        return pulse;
    }

    /** Runs the check about once a second from now on. It must be quick and must not throw. */
    public void everySecond(Runnable check) {
        checks.add(check);
        startWatchdog();
    }

    /** Threads that make no progress, with the reason. */
    public Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        for (Pulse pulse : pulses) {
            if (pulse.stalled()) {
                problems.put(pulse.name, pulse.reason());
            }
        }
        return problems;
    }

    private synchronized void startWatchdog() {
        if (watchdog == null) {
            watchdog = new Thread(this::watchOn, "watchdog");
            watchdog.setDaemon(true);
            watchdog.start();
        }
    }

    private void watchOn() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long before = nanoClock.getAsLong();
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
                wake(Duration.ofNanos(nanoClock.getAsLong() - before));
            }
        } catch (InterruptedException closed) {
            LOG.debug("The watchdog ends");
        }
    }

    /**
     * Looks once, after a sleep of this length. Threads of a process that was paused have their whole limit again: to end it
     * on waking would throw away what it can go on with.
     */
    void wake(Duration slept) {
        if (slept.compareTo(PAUSED) > 0) {
            pulses.forEach(Pulse::beat);
        }
        check();
    }

    /** Looks once. Called by the watchdog; tests call it themselves. */
    void check() {
        checks.forEach(Runnable::run);
        for (Pulse pulse : pulses) {
            if (pulse.still().compareTo(pulse.limit) > 0) {
                end.accept(pulse.name + " has made no progress for "
                        + pulse.still().toSeconds() + " s");
                return;
            }
            if (pulse.stalled()) {
                health.down(pulse.name, pulse.reason());
                if (!pulse.reported) {
                    LOG.warn("{} {}", pulse.name, pulse.reason());
                }
                pulse.reported = true;
            } else if (pulse.reported) {
                pulse.reported = false;
                health.up(pulse.name);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (watchdog != null) {
            watchdog.interrupt();
        }
    }
}
