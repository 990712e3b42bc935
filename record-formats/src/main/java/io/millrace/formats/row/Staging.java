package io.millrace.formats.row;

import io.millrace.formats.bytes.TooLargeException;

/**
 * Counts the heap of what a row has staged, so that a record of few bytes cannot become more than the heap has. What counts
 * is what this record has asked for, as if the row were new: room that earlier records left must not decide about it, or a
 * record would be good at one time and bad at another.
 */
final class Staging {
    /** Kept room of more than this part of the limit is given back. What a record needs is reckoned more generously than that. */
    private static final int KEPT_PART = 8;

    private long taken;
    private long kept;
    private long limit = Long.MAX_VALUE;
    /** The record was good when it was decoded; column by column it may ask for more at one moment than it did then. */
    private boolean isGood;

    /** @param bytes heap that the staged values of one record may take */
    void limit(long bytes) {
        limit = bytes;
    }

    /** A new record begins, which has nothing yet. */
    void begin() {
        taken = 0;
        isGood = false;
    }

    /** What the record takes from now on is counted and never refused. */
    void good() {
        isGood = true;
    }

    /** Asks before the record takes so many bytes instead of the old ones. Both arrays may be there for a moment. */
    void take(long old, long grown) {
        if (taken + grown > limit && !isGood) {
            throw new TooLargeException("value has so many parts that they need more than " + limit
                    + " bytes of heap, which is what one record may have here");
        }
        taken += grown - old;
    }

    /** Takes note of an array that has another length now. */
    void resized(long old, long now) {
        kept += now - old;
    }

    /** True if the arrays of earlier records had better be given back. */
    boolean keepsTooMuch() {
        return kept > limit / KEPT_PART;
    }

    /** Bytes that the current record has taken. */
    long taken() {
        return taken;
    }
}
