package io.millrace.mapreduce.time;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds minutes in which a level is far above its own past, in one pass over the minutes in their order.
 *
 * <p>The past of a level is the {@value #PAST} minutes before in which the log has any record at all (the level's count in them may be
 * nought): a log that rests overnight is not at nought by that. With the median of those counts and their median absolute deviation
 * (MAD), a count is a burst if its modified z-score, 0.6745 (count - median) / MAD, is above 3.5, the limit that Iglewicz and Hoaglin
 * recommend. Medians do not move with the bursts themselves, unless these last as long as half of the past: then they are the new usual.
 * Counts of rare things have a MAD of nought or nearly so; therefore a burst is also above the median by more than five times what chance
 * alone makes of it (the median's square root, as of any Poisson count), more than twice the median, and at least {@value #LEAST_RECORDS}
 * records.
 * Before {@value #LEAST_PAST} minutes, counted anew after three days without a record, nothing is judged.
 *
 * @see <a href="https://www.itl.nist.gov/div898/handbook/eda/section3/eda35h.htm">B. Iglewicz, D. Hoaglin: How to Detect and Handle
 *     Outliers (1993), as NIST's handbook quotes it</a>
 */
public final class Bursts {
    /** How many minutes are looked back upon. */
    static final int PAST = 60;

    static final int LEAST_PAST = 10;
    static final int LEAST_RECORDS = 10;
    /** In minutes: three days, so that a weekend is none. */
    private static final long LONGEST_PAUSE = 3 * 24 * 60;

    private static final double LIMIT = 3.5;
    /** What five deviations leave to chance is less than a minute in years. */
    private static final double CHANCE_LIMIT = 5;
    /** A normal distribution's MAD times this is its standard deviation. */
    private static final double DEVIATIONS_PER_MAD = 1 / 0.6745;

    private final Map<String, long[]> past = new HashMap<>();
    private final Map<String, Long> minute = new TreeMap<>();
    private final List<Burst> found = new ArrayList<>();
    private String current;
    private int minutes;

    /**
     * A minute of a level far above what is usual.
     *
     * @param minute as the result writes it, {@code 2024-05-01T10:31}
     * @param level the level
     * @param records its records in that minute
     * @param usual the median of its past
     * @param limit the count above which a minute is a burst
     */
    public record Burst(String minute, String level, long records, double usual, double limit) {}

    /** Takes the count of a level in a minute; minutes come in their order. */
    public void add(String at, String level, long records) {
        if (!at.equals(current)) {
            close();
            if (current != null && isPause(current, at)) {
                past.clear();
                minutes = 0;
            }
            current = at;
        }
        minute.merge(level, records, Long::sum);
    }

    /** All bursts, in the order of time and, within a minute, of the levels' names; to be called after the last count. */
    public List<Burst> all() {
        close();
        current = null;
        return List.copyOf(found);
    }

    private void close() {
        if (current == null || minute.isEmpty()) {
            return;
        }
        minute.forEach(this::judge);
        int slot = minutes % PAST;
        minute.keySet().forEach(level -> past.computeIfAbsent(level, name -> new long[PAST]));
        past.forEach((level, counts) -> counts[slot] = minute.getOrDefault(level, 0L));
        minutes++;
        minute.clear();
    }

    /** Whether so much time lies between two minutes that the one says nothing about what is usual in the other. */
    private static boolean isPause(String before, String after) {
        try {
            return ChronoUnit.MINUTES.between(time(before), time(after)) > LONGEST_PAUSE;
        } catch (DateTimeException e) {
            return false; // a 30th of February, as some log may have it
        }
    }

    /** Of years that are not known all are the same one, and one that has a 29th of February. */
    private static LocalDateTime time(String minute) {
        return LocalDateTime.parse(minute.startsWith("--") ? "2000" + minute.substring(1) : minute);
    }

    private void judge(String level, long records) {
        int known = Math.min(minutes, PAST);
        if (records < LEAST_RECORDS || known < LEAST_PAST) {
            return;
        }
        long[] counts = past.getOrDefault(level, new long[PAST]);
        // Before the past is full its slots from nought on are.
        double[] sorted =
                Arrays.stream(counts, 0, known).asDoubleStream().sorted().toArray();
        double median = median(sorted);
        double mad = median(Arrays.stream(sorted)
                .map(count -> Math.abs(count - median))
                .sorted()
                .toArray());
        double chance = Math.sqrt(Math.max(1, median));
        double limit = Math.max(2 * median, median + Math.max(LIMIT * mad * DEVIATIONS_PER_MAD, CHANCE_LIMIT * chance));
        if (records > limit) {
            found.add(new Burst(current, level, records, median, limit));
        }
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
