package io.millrace.producer.cdc;

import io.millrace.sources.database.DatabaseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port to a database's log of changes. Not thread-safe. */
public interface ChangeLog extends AutoCloseable {
    /**
     * Looks whether the log can be read: rights, settings, and that nothing behind the place has been thrown away.
     *
     * @param place null before the first time
     * @throws io.millrace.runtime.cli.ServiceException if not, with a sentence that says what to do
     */
    void check(Map<String, Object> place) throws DatabaseException;

    /** As before a source's very first start: nothing that the server keeps can be ours. */
    void requireUnused() throws DatabaseException;

    /**
     * Makes what reading needs on the server, anew if it is there: nothing of it was committed.
     *
     * @return the place to begin at; null if a snapshot finds it
     */
    Map<String, Object> begin() throws DatabaseException;

    /**
     * Starts to read.
     *
     * @param place null for a snapshot first
     * @param history how the tables looked over time, as {@link #history} told it
     */
    void start(Map<String, Object> place, List<String> history);

    /** What comes next, after at most this time; empty if nothing did. */
    List<Change> poll(Duration atMost) throws DatabaseException, InterruptedException;

    /**
     * What was learnt of how the tables looked, from the start's on. It only grows until the next start; a record may be
     * replaced by one that says better where it lies in the log.
     */
    List<String> history();

    /** All changes up to the last poll's are durable: the server may forget them up to this place. */
    void acknowledge();

    /** Bytes of its log that the server keeps for us; empty if it does not tell. */
    Optional<Long> keptBytes() throws DatabaseException;

    /** Stops to read; may be started again. */
    void stop();

    /** True if the place behind a transaction is told at its end; false if at the beginning of the next one. */
    boolean tellsPlaceAtEnd();

    /**
     * A change's place as it is to be saved: what is needed to go on with whole transactions.
     *
     * @param before the place that was saved last, which is returned if the change's says less; null for none
     */
    Map<String, Object> saved(Map<String, Object> place, Map<String, Object> before);

    @Override
    void close();
}
