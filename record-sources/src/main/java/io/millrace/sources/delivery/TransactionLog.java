package io.millrace.sources.delivery;

import java.util.Map;

/**
 * The port to a log that takes records and positions atomically. All methods throw {@link DeliveryException} of the
 * kind that says what to do next.
 */
public interface TransactionLog extends AutoCloseable {
    /**
     * Becomes the only writer of this source's name: ends what an earlier owner left open, and returns the positions
     * that were committed last. May be called again after a failure.
     */
    Map<String, byte[]> takeOver();

    /** Starts a transaction if none is open, and returns where records go. */
    Outlet outlet();

    /** Records handed out since the last commit, refused ones included. */
    long uncommitted();

    /** Makes the records since the last commit and these positions true together; returns when they are durable. */
    void commit(Map<String, byte[]> positions);

    @Override
    void close();
}
