package io.millrace.runtime.observe;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices a JVM that does nothing but collect garbage. Before memory runs out it can crawl for hours: not one
 * OutOfMemoryError is thrown, and nothing moves. (HotSpot's own limit for this exists in its parallel collector only.)
 *
 * <p>Used by one thread.
 */
final class GarbageWatch implements Runnable {
    private static final String SUBJECT = "memory";
    /** Looks that a share is taken over, about a minute of them. */
    private static final int LOOKS = 60;

    private static final double UNHEALTHY = 0.5;
    private static final double HOPELESS = 0.9;

    private final Health health;
    private final LongSupplier nanoClock;
    private final LongSupplier collectingMillis;
    private final Consumer<String> end;
    private final Deque<long[]> looks = new ArrayDeque<>();
    private boolean reported;

    /**
     * Nothing was looked at yet.
     *
     * @param nanoClock a monotonic clock in nanoseconds
     * @param collectingMillis how long all collections have taken so far, in milliseconds
     * @param end ends the process; is given the reason, one sentence
     */
    GarbageWatch(Health health, LongSupplier nanoClock, LongSupplier collectingMillis, Consumer<String> end) {
        this.health = requireNonNull(health, "health");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.collectingMillis = requireNonNull(collectingMillis, "collectingMillis");
        this.end = requireNonNull(end, "end");
    }

    /** Looks once; called about every second. */
    @Override
    public void run() {
        long[] now = {nanoClock.getAsLong(), collectingMillis.getAsLong()};
        looks.addLast(now);
        if (looks.size() <= LOOKS) {
            return;
        }
        long[] first = looks.removeFirst();
        double share = (now[1] - first[1]) * 1e6 / Math.max(1, now[0] - first[0]);
        String sentence = "garbage collection takes " + Math.round(share * 100)
                + " % of the time: the process needs more memory (-Xmx)";
        if (share > HOPELESS) {
            end.accept(sentence);
        } else if (share > UNHEALTHY) {
            reported = true;
            health.down(SUBJECT, sentence);
        } else if (reported) {
            reported = false;
            health.up(SUBJECT);
        }
    }
}
