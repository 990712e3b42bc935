package io.millrace.sources.database;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The port to the table; every call sees what was committed when it began. Not thread-safe. */
public interface TableReader extends AutoCloseable {
    /** Takes rows while they arrive, so that a whole answer is never in memory. */
    @FunctionalInterface
    interface Sink {
        /** The next row. */
        void row(Row row);
    }

    /**
     * What is known of the table beside its rows; each part is empty where the database does not say it.
     *
     * @param identity changes when the table is dropped and made again
     * @param storage changes when the table is made again or (PostgreSQL) truncated, and also when its rows are only written
     *     anew, as some changes of columns do
     * @param counter the next id that it gives: goes back only if somebody empties the table or sets it
     */
    record Incarnation(Optional<String> identity, Optional<String> storage, OptionalLong counter) {
        /** Nothing is known. */
        static final Incarnation UNKNOWN = new Incarnation(Optional.empty(), Optional.empty(), OptionalLong.empty());

        /** This, and what is known from before where nothing is known now. */
        Incarnation after(Incarnation before) {
            return new Incarnation(
                    identity.or(before::identity),
                    storage.or(before::storage),
                    counter.isPresent() ? counter : before.counter());
        }
    }

    /**
     * How much is asked for.
     *
     * @param rows most rows, at least 1
     * @param atATime most rows that lie in memory at a time, at least 1
     */
    record Batch(int rows, int atATime) {}

    /** The columns as they are now; other calls compare with the last answer. */
    List<Column> columns() throws DatabaseException;

    /** The last answer of {@link #columns}; {@link #read} asks again when it finds that the table was altered. */
    List<Column> knownColumns();

    /** True if the id is one whole number, so that missing ids can be told. */
    boolean keyIsWholeNumber();

    /** False if each row is sure to have a time of change. */
    boolean mayLackTime();

    /** How exact the updated-at column's times are, in nanoseconds; a day for dates. */
    long timeResolutionNanos();

    /** Hands out rows of the range in its order, at most a batch; returns how many. */
    int read(RowRange range, Batch batch, Sink sink) throws DatabaseException;

    /** Hands out rows with whole-number ids in any of the ranges, by id, at most a batch; returns how many. */
    int readIds(RowRange.Order order, List<IdRange> ids, Batch batch, Sink sink) throws DatabaseException;

    /** How many rows there are in the range; those whose whole-number id lies in one of the gaps are left out. */
    long count(RowRange range, List<IdRange> except) throws DatabaseException;

    /** How many rows have NULL in an id column, and therefore no place in any order. */
    long countWithoutKey() throws DatabaseException;

    /** The last place in the order; empty if there is no row. */
    Optional<Cursor> last(RowRange.Order order) throws DatabaseException;

    /** The database's clock, UTC. */
    LocalDateTime databaseTime() throws DatabaseException;

    /** What is known of the table itself. */
    Incarnation incarnation() throws DatabaseException;

    @Override
    void close();
}
