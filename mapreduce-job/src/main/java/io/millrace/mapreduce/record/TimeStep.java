package io.millrace.mapreduce.record;

/** How exactly the time of a record is written. */
public enum TimeStep {
    /** {@code 2024-05-01}. */
    DAY,
    /** {@code 2024-05-01T10}. */
    HOUR,
    /** {@code 2024-05-01T10:30}. */
    MINUTE
}
