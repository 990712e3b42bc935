package io.millrace.sources.tail;

/** What one turn at a file found. */
enum Turn {
    /** Bytes were there. */
    READ,
    /** Its end was reached. */
    AT_END,
    /** Its packed content breaks off. */
    BROKEN_OFF
}
