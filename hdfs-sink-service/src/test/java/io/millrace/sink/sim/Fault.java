package io.millrace.sink.sim;

/** What goes wrong with a call. */
public enum Fault {
    NONE,
    /** The process ends before the call does anything. */
    CRASH_BEFORE,
    /** The call takes effect, then the process ends. */
    CRASH_AFTER,
    /** The call throws and does nothing. */
    FAIL_BEFORE,
    /** The server says no, and will say no again. */
    REFUSE,
    /** The call takes effect, then throws. */
    FAIL_AFTER,
    /** The call answers false and does nothing; where it cannot answer false, as NONE. */
    FALSE_BEFORE,
    /** The call takes effect and answers false. */
    FALSE_AFTER
}
