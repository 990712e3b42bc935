package io.millrace.consumer.store;

import io.millrace.runtime.retry.Explained;

/** The store did not answer or could not do it now; the same call may go well later. */
public final class StoreUnavailableException extends Exception implements Explained {

    private static final long serialVersionUID = 1L;

    /** Carries the store's own words. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
