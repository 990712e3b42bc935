package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import java.time.Duration;

/** Lengths of time that are intervals. */
final class Intervals {
    private Intervals() {}

    /** The time, from 0 to a day, after noting a problem if it is longer. */
    static Duration upToADay(String option, TimeSpan time, Problems problems) {
        problems.require(time.duration().compareTo(Duration.ofDays(1)) <= 0, option, time, "must be at most 1d");
        return time.duration();
    }
}
