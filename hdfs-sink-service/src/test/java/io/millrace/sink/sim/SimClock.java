package io.millrace.sink.sim;

import io.millrace.stream.Clock;

/** A clock that tests set. */
public final class SimClock implements Clock {
    private long now = 1_800_000_000_000L;
    private long elapsed;

    @Override
    public long millis() {
        return now;
    }

    @Override
    public long monotonicMillis() {
        return elapsed;
    }

    /** Time passes. */
    public void advance(long millis) {
        now += millis;
        elapsed += millis;
    }

    /** Somebody sets the time of day, forward or back: no time passes. */
    public void set(long millis) {
        now = millis;
    }
}
