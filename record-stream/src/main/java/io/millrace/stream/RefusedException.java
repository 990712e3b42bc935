package io.millrace.stream;

import io.millrace.runtime.retry.Answered;
import java.io.IOException;

/**
 * The server understood and said no: for want of rights, over a quota, or against another of its rules. Nothing was done.
 * It is no outage: waiting helps only if somebody changes what the message names.
 */
public final class RefusedException extends IOException implements Answered {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    /** A refusal that may heal; if the cause is a lasting one, this is one too. */
    public RefusedException(String message, Throwable cause) {
        this(message, cause, isLasting(cause));
    }

    /** @param lasting true if nothing but a person's work on rights or settings heals it: no service waits for that */
    public RefusedException(String message, Throwable cause, boolean lasting) {
        super(message, cause);
        this.lasting = lasting;
    }

    /** True for a refusal that no service waits for. */
    public static boolean isLasting(Throwable failure) {
        return failure instanceof RefusedException refused && refused.lasting;
    }
}
