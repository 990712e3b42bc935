package io.millrace.sink.sim;

import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The calls that one simulated process makes to the outside. */
public final class Calls {
    private final Faults faults;
    private boolean dead;
    private long count;

    public Calls(Faults faults) {
        this.faults = faults;
    }

    /** What a call does. */
    @FunctionalInterface
    interface Effect<T> {
        T run() throws IOException;
    }

    /** Number of calls so far. */
    public long count() {
        return count;
    }

    /** The process ends: every further call only ends the thread that makes it. */
    public void kill() {
        dead = true;
    }

    public boolean isDead() {
        return dead;
    }

    <T> T call(String name, Effect<T> effect) throws IOException {
        Fault fault = next(name);
        before(fault, name);
        T result = effect.run();
        after(fault, name);
        return result;
    }

    boolean ask(String name, Effect<Boolean> effect) throws IOException {
        Fault fault = next(name);
        before(fault, name);
        if (fault == Fault.FALSE_BEFORE) {
            return false;
        }
        boolean result = effect.run();
        after(fault, name);
        return fault != Fault.FALSE_AFTER && result;
    }

    /** A call that cannot fail for its caller: only crashes have a meaning. */
    void local(String name, Runnable effect) {
        Fault fault = next(name);
        effect.run();
        if (fault == Fault.CRASH_AFTER) {
            crash();
        }
    }

    /** As {@link #local}, where a failure is an answer of false. */
    boolean localOrFails(String name, BooleanSupplier effect) {
        Fault fault = next(name);
        if (fault == Fault.FAIL_BEFORE) {
            return false;
        }
        boolean result = effect.getAsBoolean();
        if (fault == Fault.CRASH_AFTER) {
            crash();
        }
        return result;
    }

    private Fault next(String name) {
        checkAlive();
        count++;
        Fault fault = faults.next(name);
        // The fault plan may have let others run meanwhile, who may have killed this process.
        checkAlive();
        if (fault == Fault.CRASH_BEFORE) {
            crash();
        }
        return fault;
    }

    private static void before(Fault fault, String name) throws IOException {
        if (fault == Fault.FAIL_BEFORE) {
            throw new IOException("simulated failure before " + name);
        }
        if (fault == Fault.REFUSE) {
            throw new RefusedException("simulated refusal of " + name, null);
        }
    }

    private void after(Fault fault, String name) throws IOException {
        if (fault == Fault.CRASH_AFTER) {
            crash();
        }
        if (fault == Fault.FAIL_AFTER) {
            throw new IOException("simulated failure after " + name);
        }
    }

    private void crash() {
        dead = true;
        throw new SimulatedCrash();
    }

    private void checkAlive() {
        if (dead) {
            throw new SimulatedCrash();
        }
    }
}
