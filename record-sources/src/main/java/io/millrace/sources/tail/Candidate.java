package io.millrace.sources.tail;

import java.util.HashMap;
import java.util.Map;

/** What is remembered between looks of a file that may be new. */
final class Candidate {
    /** How far files were read when the inspection began: what it knows of their content. */
    private final Map<String, Reached> known = new HashMap<>();

    private FoundFile seen;
    private long since;
    private int looks;
    private boolean shorter;
    private Inspection inspection;
    private FollowedFile copyOf;
    private long compared;
    private FollowedFile waitsFor;
    private long holds;

    /** Takes in what a look showed; {@code now} in nanoseconds. */
    void update(FoundFile now, long nanos) {
        boolean same = seen != null
                && seen.size() == now.size()
                && seen.modified() == now.modified()
                && seen.key().equals(now.key());
        if (!same) {
            since = nanos;
            forgetInspection();
        }
        shorter = seen != null && now.size() < seen.size();
        seen = now;
        looks++;
    }

    int looks() {
        return looks;
    }

    /** True if it was larger in the look before. */
    boolean isShorter() {
        return shorter;
    }

    FoundFile seen() {
        return seen;
    }

    /** How long it has not changed, in nanoseconds. */
    long quietFor(long now) {
        return now - since;
    }

    /** The inspection of its packed content; null if none was begun since it changed. */
    Inspection inspection() {
        return inspection;
    }

    /** Begins to unpack it; {@code reached} is how far files were read, by their ids. */
    void inspect(PackedContent content, Map<String, Reached> reached) {
        forgetInspection();
        known.clear();
        known.putAll(reached);
        inspection = new Inspection(content, known.values());
    }

    void forgetInspection() {
        if (inspection != null) {
            inspection.close();
        }
        inspection = null;
    }

    /** How far the file had been read when the inspection began. */
    Reached reachedBefore(FollowedFile other) {
        return known.getOrDefault(other.id(), Reached.START);
    }

    /** It was compared with the other file while that was there, and is a beginning of it. */
    void isBeginningOf(FollowedFile other, long length) {
        copyOf = other;
        compared = length;
    }

    /** Nothing of it is read before more is known of the other file, null if it is not that; it holds so many bytes, 0 if that is unknown. */
    void waitsFor(FollowedFile other, long bytes) {
        waitsFor = other;
        holds = bytes;
    }

    /** The file that it waits for; null if it waits for none. */
    FollowedFile waitsFor() {
        return waitsFor;
    }

    /** True unless it is as long as what was read of the other file, or shorter. */
    boolean holdsMore() {
        return holds == 0 || holds > waitsFor.offset();
    }

    /** Bytes that were compared with the other file while that was there. */
    long comparedWith(FollowedFile other) {
        return copyOf == other ? compared : 0;
    }
}
