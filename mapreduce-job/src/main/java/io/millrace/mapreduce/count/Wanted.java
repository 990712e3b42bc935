package io.millrace.mapreduce.count;

import static java.util.Objects.requireNonNull;

import io.millrace.mapreduce.time.TimeWindow;

/**
 * What is counted besides levels, and of which records.
 *
 * @param by by what the counts are broken down
 * @param fold whether spellings of one level are counted together
 * @param messages whether messages alike are counted, with the first and the last of their times
 * @param minutes whether each minute is counted besides, for what is seen in their course
 * @param window the span of time whose records are counted, and the zone of times that name none
 */
public record Wanted(By by, boolean fold, boolean messages, boolean minutes, TimeWindow window) {
    public Wanted {
        requireNonNull(by, "by");
        requireNonNull(window, "window");
    }

    /** Whether more than the level of each record is looked at. */
    public boolean isDetailed() {
        return by.isAny() || messages || isTimed();
    }

    /** Whether the time of each record is looked at. */
    public boolean isTimed() {
        return by.time().isPresent() || messages || minutes || window.isBounded();
    }
}
