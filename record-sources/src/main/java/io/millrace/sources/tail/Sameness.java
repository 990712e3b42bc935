package io.millrace.sources.tail;

import java.io.IOException;

/**
 * What content says about being that of a file that was read before.
 *
 * @param answer see {@link Answer}
 * @param agreed how far it agrees for sure, in bytes from the start
 * @param length bytes of content that were there
 */
record Sameness(Answer answer, long agreed, long length) {
    /** Bytes in agreement that make it more than an equal banner. */
    static final long STRONG = 1024;

    /** The possible answers. */
    enum Answer {
        /** It holds what was read, to the last byte, and may hold more. */
        CONTINUES,
        /** It ends before the place that was reached, and agrees as far as it goes and can be compared. */
        SHORTER,
        /** It holds something else. */
        DIFFERENT,
        /** There is too little of it to compare. */
        UNTOLD
    }

    /** NUL, as a writer without O_APPEND leaves behind a truncation, agrees with any other and says nothing. */
    static Sameness of(Stretch content, Reached reached) throws IOException {
        long length = content.length();
        if (reached.offset() == 0) {
            return new Sameness(Answer.UNTOLD, 0, length);
        }
        long agreed = 0;
        boolean compared = false;
        int head = reached.head().length();
        if (head <= length) {
            if (!content.before(head, head).equals(reached.head())) {
                return new Sameness(Answer.DIFFERENT, 0, length);
            }
            agreed = reached.head().tellsNothing() ? 0 : head;
            compared = true;
        }
        for (Mark mark : reached.marks()) {
            if (mark.offset() <= Math.min(length, reached.offset())) {
                if (!content.before(mark.offset(), mark.before().length()).equals(mark.before())) {
                    return new Sameness(Answer.DIFFERENT, agreed, length);
                }
                agreed = mark.before().tellsNothing() ? agreed : Math.max(agreed, mark.offset());
                compared = true;
            }
        }
        if (reached.offset() <= length) {
            boolean same =
                    content.before(reached.offset(), reached.tail().length()).equals(reached.tail());
            return new Sameness(same ? Answer.CONTINUES : Answer.DIFFERENT, reached.offset(), length);
        }
        return new Sameness(compared ? Answer.SHORTER : Answer.UNTOLD, agreed, length);
    }

    boolean isStrong() {
        return agreed >= STRONG;
    }

    /**
     * True if a shorter content agrees to its end. One that agrees only for a part may be another log with the same banner,
     * however long that is.
     */
    boolean isTrusted() {
        return agreed >= length;
    }
}
