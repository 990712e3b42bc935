package io.millrace.console.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers of the last hour, one for each five seconds in which somebody looked. Holds 6 KiB for each series. Thread-safe.
 */
public final class History {
    /** Milliseconds from one point to the next. */
    public static final long STEP = 5_000;

    private static final int POINTS = 720;
    /** More than a page shows at once; one that was not noted for a minute makes room. */
    private static final long SILENT = 12;

    private static final int MOST_SERIES = 2_000;

    private final Map<String, Series> series = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Series {
        private final double[] values = new double[POINTS];
        private long newest = Long.MIN_VALUE;

        Series() {
            Arrays.fill(values, Double.NaN);
        }
    }

    /**
     * Notes a number; a later one of the same five seconds takes its place.
     *
     * @param millis when, milliseconds since 1970
     * @param value null is not noted
     */
    public synchronized void note(String name, long millis, Double value) {
        if (value == null) {
            return;
        }
        long slot = Math.floorDiv(millis, STEP);
        if (!series.containsKey(name) && series.size() >= MOST_SERIES) {
            Map.Entry<String, Series> eldest = series.entrySet().iterator().next();
            if (slot - eldest.getValue().newest < SILENT) {
                // All of them are noted again and again: to take one in would only put another one out.
                return;
            }
            series.remove(eldest.getKey());
        }
        Series one = series.computeIfAbsent(name, unused -> new Series());
        if (slot < one.newest) {
            // The clock was set back: what is noted already stays.
            return;
        }
        // Nobody looked in between.
        for (long gap = Math.max(one.newest + 1, slot - POINTS + 1); gap < slot; gap++) {
            one.values[index(gap)] = Double.NaN;
        }
        one.values[index(slot)] = value;
        one.newest = slot;
    }

    /**
     * The last hour up to a time: time and number of each point, oldest first, the number null where nobody looked.
     *
     * @param millis milliseconds since 1970
     */
    public synchronized List<Object[]> of(String name, long millis) {
        Series one = series.get(name);
        List<Object[]> points = new ArrayList<>();
        if (one == null) {
            return points;
        }
        long last = Math.floorDiv(millis, STEP);
        for (long slot = last - POINTS + 1; slot <= last; slot++) {
            boolean known = slot <= one.newest && slot > one.newest - POINTS && !Double.isNaN(one.values[index(slot)]);
            if (known || !points.isEmpty()) {
                points.add(new Object[] {slot * STEP, known ? (Object) one.values[index(slot)] : null});
            }
        }
        return points;
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) POINTS);
    }
}
