package io.millrace.launcher.demo;

import java.time.Duration;

/**
 * Decides when a demo has come to its end, or to nothing. The servers' own logs have no end: they are followed for a time, which
 * begins with their first line in Kafka. Not thread-safe.
 */
final class Course {
    /** What is to be done next. */
    enum Step {
        GO_ON,
        STOP_FOLLOWING,
        DONE,
        STUCK
    }

    /**
     * What is seen at one moment.
     *
     * @param nanos the time, of a clock that only its differences mean something of
     * @param logs how many offsets the log lines take in Kafka
     * @param moved grows with everything that moves
     * @param sourcesEnded whether every source has ended
     * @param allStored whether all that is in Kafka was stored
     */
    record Sight(long nanos, long logs, long moved, boolean sourcesEnded, boolean allStored) {}

    private final Duration longestStandstill;
    private final Duration length;
    private boolean following;
    private boolean counting;
    private long followUntil;
    private boolean begun;
    private long lastChange;
    private long lastMoved;

    /**
     * @param following whether logs are followed that have no end
     * @param length how long, from their first line on
     * @param longestStandstill how long nothing may move
     */
    Course(boolean following, Duration length, Duration longestStandstill) {
        this.following = following;
        this.length = length;
        this.longestStandstill = longestStandstill;
    }

    /** How long nothing may move. */
    Duration longestStandstill() {
        return longestStandstill;
    }

    /** Takes note of what is seen now. */
    Step next(Sight seen) {
        if (!begun || seen.moved() != lastMoved || following && counting) {
            begun = true;
            lastMoved = seen.moved();
            lastChange = seen.nanos();
        }
        if (following && !counting && seen.logs() > 0) {
            counting = true;
            followUntil = seen.nanos() + length.toNanos();
        }
        if (following && counting && seen.nanos() - followUntil >= 0) {
            following = false;
            return Step.STOP_FOLLOWING;
        }
        if (seen.sourcesEnded() && seen.allStored()) {
            return Step.DONE;
        }
        return seen.nanos() - lastChange > longestStandstill.toNanos() ? Step.STUCK : Step.GO_ON;
    }
}
