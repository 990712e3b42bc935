package io.millrace.sink.sim;

/** Decides at every call of one simulated process what happens to it. */
@FunctionalInterface
public interface Faults {
    Faults NONE = call -> Fault.NONE;

    /** @param call what is called, for instance {@code rename /root/a -> /root/b} */
    Fault next(String call);
}
