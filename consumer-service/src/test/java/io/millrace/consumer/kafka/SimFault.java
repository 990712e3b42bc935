package io.millrace.consumer.kafka;

import java.util.function.Supplier;

/** What happens to one call to a server. */
enum SimFault {
    NONE,
    FAILS_BEFORE,
    FAILS_AFTER,
    CRASHES_BEFORE,
    CRASHES_AFTER;

    /** The process ends here, whatever it was about to do. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Before the call takes effect. */
    <E extends Exception> void before(Supplier<E> failure) throws E {
        happen(FAILS_BEFORE, CRASHES_BEFORE, failure);
    }

    /** After it took effect. */
    <E extends Exception> void after(Supplier<E> failure) throws E {
        happen(FAILS_AFTER, CRASHES_AFTER, failure);
    }

    private <E extends Exception> void happen(SimFault fails, SimFault crashes, Supplier<E> failure) throws E {
        if (this == fails) {
            throw failure.get();
        }
        if (this == crashes) {
            throw new Crash();
        }
    }
}
