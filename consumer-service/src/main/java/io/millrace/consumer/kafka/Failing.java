package io.millrace.consumer.kafka;

import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What failed when Kafka was last asked for it, each with a pause of its own: a partition without a leader must not keep the
 * others waiting. The outage is over when nothing is left of it. Not thread-safe.
 */
final class Failing {

    private final Outage outage;
    private final LongSupplier nanoClock;
    private final Map<Object, Pause> pauses = new HashMap<>();

    private record Pause(int tries, long until) {}

    /** @param nanoClock a monotonic clock in nanoseconds */
    Failing(Outage outage, LongSupplier nanoClock) {
        this.outage = outage;
        this.nanoClock = nanoClock;
    }

    /** True if it did not fail, or if its pause is over. */
    boolean isDue(Object subject) {
        Pause pause = pauses.get(subject);
        return pause == null || nanoClock.getAsLong() - pause.until() >= 0;
    }

    void failed(Object subject, Exception cause) {
        outage.failed(cause);
        Pause before = pauses.get(subject);
        int tries = before == null ? 1 : before.tries() + 1;
        long pause = Backoff.STANDARD.pause(tries, ThreadLocalRandom.current()).toNanos();
        pauses.put(subject, new Pause(tries, nanoClock.getAsLong() + pause));
    }

    void answered(Object subject) {
        forget(subject::equals);
    }

    /** Forgets what nobody asks for any more. */
    void forget(Predicate<Object> subjects) {
        if (pauses.keySet().removeIf(subjects) && pauses.isEmpty()) {
            outage.healed();
        }
    }
}
