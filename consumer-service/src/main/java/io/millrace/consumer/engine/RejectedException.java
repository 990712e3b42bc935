package io.millrace.consumer.engine;

/** A record that cannot be taken; the message says why in one sentence. */
public final class RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Carries the reason. */
    public RejectedException(String reason) {
        super(reason, null, false, false);
    }
}
