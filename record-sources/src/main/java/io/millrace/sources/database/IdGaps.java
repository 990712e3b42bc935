package io.millrace.sources.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Ids that were missing when a greater one was seen. An id is given when a transaction inserts and seen when it commits:
 * a row with a smaller id can appear later, and a reader that only asks for greater ones would never see it. Most gaps
 * stay for ever (a row was deleted, an insert rolled back), so each is asked for during a limited time only. Not
 * thread-safe.
 */
final class IdGaps {
    /** The position that holds them travels with each commit: it must stay small. */
    static final int MOST = 500;

    private final long waitMillis;
    private Deque<IdRange> ranges = new ArrayDeque<>();

    IdGaps(long waitMillis) {
        this.waitMillis = waitMillis;
    }

    void restore(List<IdRange> known) {
        ranges = new ArrayDeque<>(known);
    }

    List<IdRange> ranges() {
        return new ArrayList<>(ranges);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** A row was read whose predecessor had the id {@code before}. */
    void passed(long before, long id, long nowMillis) {
        if (id > before + 1) {
            ranges.addLast(new IdRange(before + 1, id - 1, nowMillis));
            if (ranges.size() > MOST) {
                // Many gaps are many deleted rows; the oldest of them are the least likely to fill.
                ranges.removeFirst();
            }
        }
    }

    /** A row turned up in one of the ranges: what is left of that range is still missing. */
    void filled(long id) {
        Deque<IdRange> left = new ArrayDeque<>();
        for (IdRange range : ranges) {
            if (id < range.first() || id > range.last()) {
                left.add(range);
                continue;
            }
            if (range.first() < id) {
                left.add(new IdRange(range.first(), id - 1, range.seenMillis()));
            }
            if (id < range.last()) {
                left.add(new IdRange(id + 1, range.last(), range.seenMillis()));
            }
        }
        ranges = left;
    }

    /** Forgets gaps that have been open for longer than any transaction; true if there were some. */
    boolean expire(long nowMillis) {
        return ranges.removeIf(range -> nowMillis - range.seenMillis() > waitMillis);
    }
}
