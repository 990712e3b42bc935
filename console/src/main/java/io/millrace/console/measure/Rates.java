package io.millrace.console.measure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How fast counters rise, over the last seconds. Not thread-safe. */
public final class Rates {
    private static final long WINDOW = Duration.ofSeconds(6).toNanos();
    private static final long FORGOTTEN = Duration.ofMinutes(1).toNanos();

    private final Map<String, Deque<Point>> counters = new HashMap<>();

    private record Point(long nanos, double value) {}

    /**
     * Notes where a counter is.
     *
     * @param nanos as {@link System#nanoTime}
     * @return its rise per second; null until that is known, and after it has begun anew
     */
    public Double of(String counter, long nanos, double value) {
        Deque<Point> points = counters.computeIfAbsent(counter, name -> new ArrayDeque<>());
        Point last = points.peekLast();
        if (last != null && (value < last.value() || nanos - last.nanos() > FORGOTTEN)) {
            points.clear();
        }
        points.add(new Point(nanos, value));
        while (points.size() > 2 && nanos - points.peek().nanos() > WINDOW) {
            points.remove();
        }
        Point first = points.peek();
        double seconds = (nanos - first.nanos()) / 1e9;
        return seconds <= 0 ? null : (Double) ((value - first.value()) / seconds);
    }

    /** Forgets a counter, so that the next value begins anew. */
    public void forget(String counter) {
        counters.remove(counter);
    }
}
