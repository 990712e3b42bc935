package io.millrace.mapreduce.job;

import java.io.IOException;

/** A job could not be started or did not end well; the message is for the user. */
public final class JobFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The message says what failed, with the offending value and the rule. */
    public JobFailedException(String message) {
        super(message);
    }
}
