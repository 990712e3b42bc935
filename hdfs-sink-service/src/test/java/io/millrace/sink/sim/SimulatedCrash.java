package io.millrace.sink.sim;

/** The process is gone. An Error, so that no handler of exceptions in the sink takes part. */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    public SimulatedCrash() {
        super("simulated crash", null, false, false);
    }
}
