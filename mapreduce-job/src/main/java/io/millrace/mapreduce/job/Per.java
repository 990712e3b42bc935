package io.millrace.mapreduce.job;

import io.millrace.mapreduce.record.TimeStep;

/** Of which span of time each row of statistics is. */
enum Per {
    /** Of all times together. */
    NONE,
    /** Of an hour. */
    HOUR,
    /** Of a day. */
    DAY;

    /** How exactly times are told; only where they are told at all. */
    TimeStep step() {
        return switch (this) {
            case NONE -> throw new IllegalStateException("all times together have no step");
            case HOUR -> TimeStep.HOUR;
            case DAY -> TimeStep.DAY;
        };
    }
}
