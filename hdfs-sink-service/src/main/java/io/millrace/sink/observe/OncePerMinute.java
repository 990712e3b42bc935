package io.millrace.sink.observe;

import io.millrace.stream.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Says when something that happens often is worth a line in the log: the first time for each kind, then once a minute. Thread-safe. */
final class OncePerMinute<K> {
    private static final long INTERVAL_MILLIS = 60_000;

    private final Clock clock;
    private final Map<K, Told> told = new LinkedHashMap<>();

    private static final class Told {
        private long at;
        private long since;
    }

    OncePerMinute(Clock clock) {
        this.clock = clock;
    }

    /** True if something of this kind has happened. */
    synchronized boolean knows(K kind) {
        return told.containsKey(kind);
    }

    /** How many kinds there were. */
    synchronized int kinds() {
        return told.size();
    }

    /**
     * It has happened again.
     *
     * @param count how often
     * @return how often it happened since the last line; empty if it is not to be told now
     */
    synchronized OptionalLong tell(K kind, long count) {
        long now = clock.monotonicMillis();
        Told before = told.get(kind);
        if (before != null && now - before.at < INTERVAL_MILLIS) {
            before.since += count;
            return OptionalLong.empty();
        }
        Told next = new Told();
        next.at = now;
        told.put(kind, next);
        return OptionalLong.of(before == null ? 0 : before.since);
    }
}
