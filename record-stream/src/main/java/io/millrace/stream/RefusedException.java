package io.millrace.stream;

import io.millrace.runtime.retry.Answered;
import java.io.IOException;

/**
 * The server understood and said no: for want of rights, over a quota, or against another of its rules. Nothing was done.
 * It is no outage: waiting helps only if somebody changes what the message names.
 */
public final class RefusedException extends IOException implements Answered {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
