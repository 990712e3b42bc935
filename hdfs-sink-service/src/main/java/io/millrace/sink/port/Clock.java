package io.millrace.sink.port;

/** Time, so that tests can set it. */
@FunctionalInterface
public interface Clock {
    /** Milliseconds since the epoch. */
    long millis();

    /** The machine's clock. */
    static Clock system() {
        return System::currentTimeMillis;
    }
}
