package io.millrace.runtime.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between tries: each doubles the last up to a limit, and a random part spreads many clients that lost
 * the same server ("full jitter" over the upper half, so that a pause is never near zero).
 *
 * @param first the first pause, more than zero
 * @param limit the longest pause, not shorter than the first
 */
public record Backoff(Duration first, Duration limit) {
    /** From 200 ms to 10 s. */
    public static final Backoff STANDARD = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

    public Backoff {
        if (first.isNegative() || first.isZero() || limit.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off is " + first + " to " + limit + ", must be positive and grow");
        }
    }

    /** The pause before the given try; the first pause belongs to try 1. */
    public Duration pause(int attempt, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempt - 1, 0), 30);
        long full = Math.min(limit.toNanos(), saturated(first.toNanos(), doublings));
        return Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
    }

    private static long saturated(long nanos, int doublings) {
        return nanos > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : nanos << doublings;
    }
}
