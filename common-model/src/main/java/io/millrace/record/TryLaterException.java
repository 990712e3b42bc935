package io.millrace.record;

import java.io.IOException;

/**
 * A record cannot be understood now, because something that says what it means does not answer: a schema registry that is away.
 * An outage, and never a bad record: nothing is known against the record, which must be read again later.
 *
 * <p>Whoever waits begins again with records that come before this one. What has answered once must therefore be remembered for
 * as long as records that need it may come again, or two that are away by turns would stop everything for good.
 */
public final class TryLaterException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason what does not answer and where, without a stop at its end; it is what people are told
     * @param failure what happened; kept as suppressed, because an outage is told by the deepest cause, which says less
     */
    public TryLaterException(String reason, Throwable failure) {
        super(reason);
        addSuppressed(failure);
    }
}
