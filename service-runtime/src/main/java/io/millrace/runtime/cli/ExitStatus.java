package io.millrace.runtime.cli;

/** The exit statuses of all commands. */
public final class ExitStatus {
    /** All went well, a requested stop included. */
    public static final int OK = 0;
    /** The run failed or a check did not hold. */
    public static final int FAILURE = 1;
    /** Options or settings are wrong; nothing was done. */
    public static final int USAGE = 2;

    /** What was waited for has not come in time. */
    public static final int TIMEOUT = 3;

    private ExitStatus() {}
}
