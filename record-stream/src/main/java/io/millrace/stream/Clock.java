package io.millrace.stream;

/** Time as a loop and its landings need it, so that tests can set it. */
public interface Clock {
    /** Milliseconds since the epoch: for people and for records. May be set forward and back while the process runs. */
    long millis();

    /** Milliseconds since some moment, for ages and pauses: goes on evenly whatever is done to the time of day. */
    long monotonicMillis();

    /** The machine's clocks. */
    static Clock system() {
        return new Clock() {
            @Override
            public long millis() {
                return System.currentTimeMillis();
            }

            @Override
            public long monotonicMillis() {
                return System.nanoTime() / 1_000_000;
            }
        };
    }
}
