package io.millrace.sink.sim;

import io.millrace.sink.port.Clock;

/** A clock that tests set. */
public final class SimClock implements Clock {
    private long now = 1_800_000_000_000L;

    @Override
    public long millis() {
        return now;
    }

    public void advance(long millis) {
        now += millis;
    }
}
