package io.millrace.sink.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The points of a matrix. Each has a world of its own, so that as many are tried at a time as there are processors. All are tried with
 * {@code -Pthorough}; else one in {@value #PART}, others for each kind of fault, as a newcomer waits for them.
 */
final class Points {
    private static final int PART = 3;
    private static final int STEP = Boolean.getBoolean("thorough") ? 1 : PART;

    private Points() {}

    /** What is tried at one point; it throws what is wrong. */
    interface Attempt<K> {
        void at(K kind, long n);
    }

    /** Two of which the first stands still before one of its calls, until the second comes to one of its own. */
    interface Both {
        Pair at(int pausedAt, int resumedAt);
    }

    /**
     * What two came to.
     *
     * @param paused true if the first came to its call
     * @param resumed true if the second came to its
     */
    record Pair(boolean paused, boolean resumed) {}

    /** Tries the kinds at numbers from the first to the last, and returns at how many points that was. */
    static <K> long each(Collection<K> kinds, long first, long last, Attempt<K> attempt) {
        long points = 0;
        long shift = 0;
        for (K kind : kinds) {
            long from = first + shift++ % STEP;
            long count = Math.max(0, (last - from) / STEP + 1);
            LongStream.range(0, count).parallel().forEach(i -> attempt.at(kind, from + i * STEP));
            points += count;
        }
        return points;
    }

    /** Tries pairs of calls until the first comes to its end before it stands still; returns how many pairs that were. */
    static long pairs(Both both) {
        return pairs(1, 1, both);
    }

    /**
     * As {@link #pairs(Both)}.
     *
     * @param from the first call before which the first one stands still
     * @param step of the calls of the second one, one in so many is tried, others each time; for those that would be too many
     */
    static long pairs(int from, int step, Both both) {
        long pairs = 0;
        boolean paused = true;
        for (int pausedAt = from; paused; pausedAt++) {
            boolean resumed = true;
            for (int resumedAt = 1 + pausedAt % (step * STEP); resumed; resumedAt += step * STEP) {
                Pair pair = both.at(pausedAt, resumedAt);
                pairs++;
                paused = pair.paused();
                resumed = pair.resumed();
            }
        }
        return pairs;
    }

    /** Those of these that are tried. */
    static <T> List<T> some(Collection<T> all) {
        List<T> some = new ArrayList<>();
        int n = 0;
        for (T one : all) {
            if (n++ % STEP == 0) {
                some.add(one);
            }
        }
        return some;
    }

    /** What of so many points is tried, at least. */
    static long atLeast(long all) {
        return all / STEP;
    }
}
