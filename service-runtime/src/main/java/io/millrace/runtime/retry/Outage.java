package io.millrace.runtime.retry;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.observe.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/**
 * The state of one thing that a service needs: says once that it went away and once that it is back, and keeps the
 * health in step. Thread-safe.
 */
public final class Outage {
    private final String subject;
    private final Health health;
    private final Logger log;
    private final Clock clock;
    private Instant since;
    private int tries;

    /** @param subject what is needed, for instance {@code Kafka at localhost:9092} */
    public Outage(String subject, Health health, Logger log, Clock clock) {
        this.subject = requireNonNull(subject, "subject");
        this.health = requireNonNull(health, "health");
        this.log = requireNonNull(log, "log");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Nothing was tried yet: the service is unhealthy until the first try went well. */
    public synchronized Outage pending() {
        health.down(subject, "not reached yet");
        return this;
    }

    /** A try failed; returns how many have failed in a row. */
    public synchronized int failed(Throwable cause) {
        tries++;
        String reason = sentence(cause);
        if (since == null) {
            since = clock.instant();
            log.warn("{} is not available, waiting for it: {}", subject, reason);
        } else {
            log.debug("{} is still not available: {}", subject, reason);
        }
        health.down(subject, reason);
        return tries;
    }

    /** A try went well. */
    public synchronized void healed() {
        if (since != null) {
            log.info(
                    "{} is available again after {} s and {} tries",
                    subject,
                    Duration.between(since, clock.instant()).toSeconds(),
                    tries);
            since = null;
            tries = 0;
        }
        health.up(subject);
    }

    /** True between a failure and the next success. */
    public synchronized boolean ongoing() {
        return since != null;
    }

    private static String sentence(Throwable cause) {
        Throwable deepest = cause;
        while (!(deepest instanceof Explained) && deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String text = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
