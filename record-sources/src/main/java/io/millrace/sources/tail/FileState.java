package io.millrace.sources.tail;

/** What is known about a file. */
enum FileState {
    /** Seen, but nothing of it was read; it may still turn out to be another one's copy. */
    NEW,
    /** Read up to its position, and further when there is more. */
    READING,
    /** As READING; it was rotated away and has long been read to its end, so that its deletion loses nothing. */
    DONE,
    /** Not read up to its position: a copy of what was read elsewhere, or older than the source, or not a text. */
    PASSED,
    /** No file holds its content any more, and that was said; a copy may still turn up. */
    GONE;

    /** True if what is added to it is read. */
    boolean isRead() {
        return this == READING || this == DONE;
    }

    /** True if it was begun, though it may be said to be gone by now: found again, it is read on. */
    boolean wasRead() {
        return isRead() || this == GONE;
    }
}
