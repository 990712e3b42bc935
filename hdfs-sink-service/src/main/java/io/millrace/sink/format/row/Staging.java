package io.millrace.sink.format.row;

import io.millrace.sink.format.bytes.TooLargeException;

/** Counts the heap of what a row has staged, so that a record of few bytes cannot become more than the heap has. */
final class Staging {
    private long held;
    private long limit = Long.MAX_VALUE;

    /** @param bytes heap that the staged values of one record may take */
    void limit(long bytes) {
        limit = bytes;
    }

    /** Asks before an array grows by so many bytes. Both the old and the new array are there for a moment. */
    void take(long old, long grown) {
        if (held + grown > limit) {
            throw new TooLargeException("value has so many parts that they need more than " + limit
                    + " bytes of heap, which is what one record may have here");
        }
        held += grown - old;
    }

    void giveBack(long bytes) {
        held -= bytes;
    }

    long held() {
        return held;
    }
}
