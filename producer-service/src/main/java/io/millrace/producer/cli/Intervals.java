package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import java.time.Duration;

/** Times that users give in seconds with a fraction. */
final class Intervals {
    private Intervals() {}

    /** The time, from 0 to a day; zero after noting a problem. */
    static Duration seconds(String option, double seconds, Problems problems) {
        boolean holds = seconds >= 0 && seconds <= 86_400;
        problems.require(holds, option, seconds, "must be from 0 to 86400 seconds");
        return holds ? Duration.ofNanos((long) (seconds * 1e9)) : Duration.ZERO;
    }
}
