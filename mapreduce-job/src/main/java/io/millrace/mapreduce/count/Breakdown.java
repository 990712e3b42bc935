package io.millrace.mapreduce.count;

/** By what the records of a level are counted further. */
public enum Breakdown {
    /** Not at all. */
    NONE,
    /** The hour in which they were written. */
    HOUR,
    /** The day on which they were written. */
    DAY,
    /** The file, or the source that the record itself names. */
    SOURCE,
    /** The logger or component that wrote them. */
    LOGGER
}
