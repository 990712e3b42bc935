package io.millrace.sources.tail;

import java.util.Optional;

/** Where the looks saw a file and what it looked like, and for how long they did not see it. */
final class Sight {
    private FoundFile now;
    private FoundFile last;
    private boolean related = true;
    private int looksWithout;
    private long missingSince;
    /** As it was when its end was reached last: unless it looks different it has nothing new. */
    private FoundFile atEnd;
    /** Bytes of content up to that end; what stood behind them was only reserved. */
    private long contentAtEnd = Long.MAX_VALUE;
    /** Its end was not reached: it breaks off or cannot be read, and is looked at again when it looks different. */
    private boolean givenUp;
    /** It was given up until the next look. */
    private boolean again;
    /** As it was when it was decided that it is to be read. */
    private FoundFile atBegin;
    /** As this look read them; null before. */
    private byte[] start;

    void seen(FoundFile file) {
        now = file;
        last = file;
        looksWithout = 0;
        missingSince = 0;
        if (again) {
            isNotAtEnd();
        }
    }

    void notSeen() {
        now = null;
        looksWithout++;
    }

    /** Whether its name says whose it is; else only its number led there. */
    void isRelated(boolean byName) {
        related = byName;
    }

    boolean isRelated() {
        return related;
    }

    /** What was seen there turned out to be another file. */
    void mistaken() {
        now = null;
    }

    /** Where it is now; empty while no file in sight is this one. */
    Optional<FoundFile> now() {
        return Optional.ofNullable(now);
    }

    /** As it was seen last in this run; empty if it was never seen. */
    Optional<FoundFile> last() {
        return Optional.ofNullable(last);
    }

    /** Looks in a row that did not find it. */
    int looksWithout() {
        return looksWithout;
    }

    /** When it was missed first, in nanoseconds; {@code time} if that is now. */
    long missingSince(long time) {
        missingSince = missingSince == 0 ? time : missingSince;
        return missingSince;
    }

    /** Bytes of content, as far as is known, that it had when it was seen last in this run; empty if it was never seen. */
    Optional<Long> size() {
        return last().map(seen -> wasReadToItsEnd() ? Math.min(seen.size(), contentAtEnd) : seen.size());
    }

    /**
     * As {@link #isAtEnd()}.
     *
     * @param content bytes up to that end
     */
    void isAtEnd(long content) {
        isAtEnd();
        contentAtEnd = content;
    }

    /** All that it held when it was seen last was read or passed over. */
    void isAtEnd() {
        contentAtEnd = Long.MAX_VALUE;
        atEnd = now;
        givenUp = false;
        again = false;
    }

    /** It has nothing to give until it looks different. */
    void isGivenUp() {
        atEnd = now;
        givenUp = true;
        again = false;
    }

    /** As {@link #isGivenUp}, but no longer than until it is seen again: that it can be read by then shows in nothing else. */
    void isGivenUpForNow() {
        isGivenUp();
        again = true;
    }

    /** True if it was given up, and its end was not reached since. */
    boolean wasGivenUp() {
        return givenUp;
    }

    /** True if it looked, when it was seen last, as it did when it was read to its end in this run. */
    boolean wasReadToItsEnd() {
        return !givenUp && last != null && isAsAtEnd(last);
    }

    void isNotAtEnd() {
        atEnd = null;
        again = false;
    }

    /** True unless its end was reached in this run and was elsewhere. */
    boolean wasAtEndWith(long size) {
        return atEnd == null || atEnd.size() == size;
    }

    /** True if it is in sight and looks as it did when its end was reached. */
    boolean isAsAtEnd() {
        return now != null && isAsAtEnd(now);
    }

    /** True if this is what it looked like when its end was reached. */
    boolean isAsAtEnd(FoundFile seen) {
        return atEnd != null
                && atEnd.size() == seen.size()
                && atEnd.modified() == seen.modified()
                && atEnd.key().equals(seen.key());
    }

    /** It is to be read. */
    void isBegun() {
        atBegin = last;
    }

    /** Its first bytes as {@link FileStarts} read them, which asks a hundred million times for those of ten thousand; null before. */
    byte[] start() {
        return start;
    }

    void start(byte[] bytes) {
        start = bytes;
    }

    /** True if it looks as it did when it was decided that it is to be read. */
    boolean isAsWhenBegun(FoundFile seen) {
        return seen.equals(atBegin);
    }
}
