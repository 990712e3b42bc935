package io.millrace.mapreduce.count;

import io.millrace.mapreduce.level.LevelWords;
import java.util.Map;
import java.util.TreeMap;

/** How many records had each level. Not safe for use by several threads. */
public final class LevelCounts {
    private final long[] counts = new long[LevelWords.size()];
    private long none;

    /** Counts one record; a negative level stands for none. */
    public void add(int level) {
        if (level >= 0) {
            counts[level]++;
        } else {
            none++;
        }
    }

    /** Counts several records of a level at once. */
    public void add(int level, long records) {
        if (level >= 0) {
            counts[level] += records;
        } else {
            none += records;
        }
    }

    /** Adds what another has counted. */
    public void addAll(LevelCounts other) {
        for (int level = 0; level < counts.length; level++) {
            counts[level] += other.counts[level];
        }
        none += other.none;
    }

    /** Records without a level. */
    public long none() {
        return none;
    }

    /** All records. */
    public long total() {
        long total = none;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /**
     * The counts by name, without levels that did not occur.
     *
     * @param fold whether spellings of one level are counted together
     */
    public Map<String, Long> byName(boolean fold) {
        Map<String, Long> named = new TreeMap<>();
        for (int level = 0; level < counts.length; level++) {
            if (counts[level] > 0) {
                named.merge(fold ? LevelWords.folded(level) : LevelWords.written(level), counts[level], Long::sum);
            }
        }
        if (none > 0) {
            named.put(LevelWords.NONE, none);
        }
        return named;
    }
}
