package io.millrace.producer.simulate;

/** Makes records round by round. Not thread-safe. */
public interface Simulation {
    /** Takes records. */
    interface Sink {
        /** Takes one record; false if no more are wanted. The arrays are handed over. */
        boolean record(byte[] key, byte[] value);
    }

    /**
     * Makes the records of one moment.
     *
     * @param epochMillis the moment, milliseconds since 1970 UTC
     * @return false if the sink wants no more
     */
    boolean round(long epochMillis, Sink sink);
}
