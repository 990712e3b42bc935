package io.millrace.sources.delivery;

import java.io.IOException;
import java.util.Map;

/**
 * A source that can go back to where it was: whatever it has handed out since its last saved positions can be read
 * again. Not thread-safe.
 */
public interface PositionedSource extends AutoCloseable {
    /** Begins the keys of positions that lie under another name that the source may have had, if there are none under its own. */
    String FORMER = "former/";

    /** What one read found. */
    enum Outcome {
        /** Records were handed out, or more may be there at once. */
        MORE,
        /** Nothing new for now; the source has already waited a little. */
        IDLE,
        /** Nothing will ever come again. */
        ENDED
    }

    /**
     * Forgets everything in memory and goes on from these positions, which are the last ones that were committed.
     * Called before the first read and after each failed transaction.
     *
     * @param positions by the source's own keys; empty when the source runs for the first time; only with
     *     {@link #FORMER} before the keys if they are of a name that it may have had before
     */
    void restore(Map<String, byte[]> positions) throws IOException;

    /** Hands out what is there now, in portions small enough for one transaction. */
    Outcome read(Outlet outlet) throws IOException, InterruptedException;

    /**
     * The positions that changed since the last call, to be committed with the records handed out so far; a null value
     * forgets its key.
     */
    Map<String, byte[]> changedPositions();

    /**
     * The records handed out, and the positions told last, are durable. Not called after a commit of which nobody knows
     * whether it took effect: then {@link #restore} tells.
     */
    default void committed() {}

    /** What becomes of what was read and not committed when the process ends: the second half of a sentence. */
    default String uncommitted() {
        return "what was not committed is read again next time";
    }

    @Override
    void close();
}
