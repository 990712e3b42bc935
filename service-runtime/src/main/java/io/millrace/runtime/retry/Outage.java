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
    private boolean answered;

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
        Throwable told = told(cause);
        String reason = sentence(told);
        boolean answer = told instanceof Answered;
        if (since == null || answer != answered) {
            since = since == null ? clock.instant() : since;
            if (answer) {
                log.warn("{}: {}; waiting for that to change", subject, reason);
            } else {
                log.warn("{} is not available, waiting for it: {}", subject, reason);
            }
        } else {
            log.debug("{} still fails: {}", subject, reason);
        }
        answered = answer;
        health.down(subject, reason);
        return tries;
    }

    /** A try went well. */
    public synchronized void healed() {
        if (since != null) {
            log.info(
                    answered
                            ? "{}: it has changed after {} s and {} tries"
                            : "{} is available again after {} s and {} tries",
                    subject,
                    Duration.between(since, clock.instant()).toSeconds(),
                    tries);
        }
        forgotten();
    }

    /** Nobody waits for it any more, and whether it works is not known. */
    public synchronized void forgotten() {
        since = null;
        tries = 0;
        answered = false;
        health.up(subject);
    }

    /** True between a failure and the next success. */
    public synchronized boolean ongoing() {
        return since != null;
    }

    /** The deepest cause, unless one above it explains itself. */
    private static Throwable told(Throwable cause) {
        Throwable deepest = cause;
        while (!(deepest instanceof Explained) && deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static String sentence(Throwable told) {
        String text = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
