package io.millrace.sources.delivery;

/**
 * Takes a source's records on their way to the topic. Calls may block for as long as the topic cannot take more: that
 * is the back-pressure. Not thread-safe.
 */
public interface Outlet {
    /**
     * A whole record, or one of several pieces of an over-long one. One that is larger than the topic takes goes to the
     * dead letters with its place.
     */
    void record(OutRecord record);

    /** Something that was read but cannot be a record; it is kept with its position and the reason. */
    void refuse(Refusal refusal);

    /** How many partitions the topic has; at least 1. A source that keeps an order chooses one of them itself. */
    int partitions();
}
