package io.millrace.runtime.cli;

/** Where reading begins in what was never read: {@code --from} of every command that has it. */
public enum Begin {
    /** With the oldest that is there. */
    EARLIEST,
    /** With what comes from now on. */
    LATEST
}
