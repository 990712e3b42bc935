package io.millrace.producer.simulate;

import java.time.Instant;
import java.util.Optional;

/**
 * The time that a simulation believes it is.
 *
 * @param start the first round's moment; empty to use the clock
 * @param stepMillis simulated milliseconds from one round to the next; at least 1
 */
public record Timeline(Optional<Instant> start, long stepMillis) {
    public Timeline {
        if (stepMillis < 1) {
            throw new IllegalArgumentException("step is " + stepMillis + " ms, must be at least 1");
        }
    }
}
