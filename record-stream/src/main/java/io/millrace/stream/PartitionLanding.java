package io.millrace.stream;

import java.io.IOException;
import java.util.Optional;

/**
 * One partition's part of a {@link Landing}, from its assignment until it goes: taken over and abandoned as often as
 * something fails. Everything but {@link #abandon} is called only between a takeover and the next {@link #abandon} or
 * {@link #release}, but for {@link #takeOver} itself and {@link #committed}.
 *
 * <p>An IOException anywhere means that trying again may help: the partition is abandoned and taken over anew, which finds
 * out what became true. A {@link StoppedException} ends the loop.
 */
public interface PartitionLanding {
    /**
     * Takes the partition over, from whoever has it.
     *
     * @param now monotonic milliseconds
     * @return the offset to read on from
     * @throws IOException if nothing is owned now, and trying again is safe
     */
    long takeOver(TakeoverFacts facts, long now) throws IOException;

    /** Takes records, in order; they need not be stored yet when this returns. */
    void write(RecordBatch records, long now) throws IOException;

    /** Does what is due by time. */
    void tick(long now) throws IOException;

    /** Commits all that was written, at the latest with the end of the round. */
    void commit() throws IOException;

    /** The offset after the last record that was written, committed or not. */
    long nextOffset();

    /** The offset after the last committed record. */
    long committedOffset();

    /** What the group may be told of the partition; empty if nothing, or if it is not known any more. */
    Optional<RecordSource.Committed> committed();

    /** Leaves tidily after the last commit; what is not committed is read again by whoever comes next. */
    void release() throws IOException;

    /** Throws away what is not committed; does not throw. May be called after anything, also where nothing is taken over. */
    void abandon();
}
