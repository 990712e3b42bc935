package io.millrace.sources.database;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds rows that the source does not read, by counting, and says so. Not thread-safe. */
public final class UnreadRows {
    private static final Logger log = LoggerFactory.getLogger(UnreadRows.class);
    /** Counting takes at most a hundredth of the time. */
    private static final int TIMES_ITS_DURATION = 100;

    /** Why rows are not read. */
    public enum Reason {
        /** They appeared behind the position. */
        LATE,
        /** An id column is NULL. */
        NO_ID,
        /** Their time of change is yet to come. */
        FUTURE,
        /** They took the place of rows that were read. */
        REPLACED
    }

    /** Hears of rows that are not read. */
    @FunctionalInterface
    public interface Listener {
        /** So many more than before. */
        void found(Reason reason, long rows);
    }

    private final TableReader reader;
    private final TableSettings settings;
    private final Clock clock;
    private final Listener listener;
    private long nextMillis;
    private long withoutId;
    private long inFuture;
    private long late;

    UnreadRows(TableReader reader, TableSettings settings, Clock clock, Listener listener) {
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
    }

    /** How many were found in this run. */
    long total() {
        return late + withoutId + inFuture;
    }

    /** Counts, if it is time to. Called when everything that is there was read. */
    void count(KeyReading byId, ChangeReading byChange) throws DatabaseException {
        Duration interval = settings.timing().recountInterval();
        long started = clock.millis();
        if (interval.isZero() || (!settings.untilEnd() && started < nextMillis)) {
            return;
        }
        try {
            late(byId.passedOver() + (byChange == null ? 0 : byChange.passedOver()));
            withoutId(reader.countWithoutKey());
            if (byChange != null) {
                inFuture(byChange.inFuture());
            }
        } catch (DatabaseException.Unavailable e) {
            // A count of a large table may take longer than a query may: that is no reason to stop reading.
            log.warn(
                    "Rows could not be counted, so rows that are never read may stay unnoticed: table={} reason={}",
                    settings.table(),
                    e.getMessage());
        }
        long took = clock.millis() - started;
        nextMillis = started + Math.max(interval.toMillis(), took * TIMES_ITS_DURATION);
    }

    /** So many rows lie up to the position of a table whose rows were written anew. */
    void replaced(long rows) {
        if (rows > 0) {
            late += rows;
            listener.found(Reason.REPLACED, rows);
            log.warn(
                    "{} rows of {} are perhaps not read: the table was emptied and filled again, or written anew after the"
                            + " last row that was read was changed or deleted. If it was filled again, read it under another"
                            + " --name",
                    rows,
                    settings.table());
        }
    }

    private void late(long rows) {
        if (rows > 0) {
            late += rows;
            listener.found(Reason.LATE, rows);
            log.warn(
                    "{} rows of {} appeared behind the position and are not read: their ids or times of change are smaller"
                            + " than those of rows that were read long before (--gap-wait, --change-lag)",
                    rows,
                    settings.table());
        }
    }

    private void withoutId(long rows) {
        if (rows > withoutId) {
            listener.found(Reason.NO_ID, rows - withoutId);
            log.warn(
                    "{} rows of {} are not read: NULL in {}",
                    rows,
                    settings.table(),
                    String.join(", ", settings.columns().id()));
        }
        withoutId = rows;
    }

    private void inFuture(long rows) {
        if (rows > inFuture) {
            listener.found(Reason.FUTURE, rows - inFuture);
            log.warn("{} rows of {} are not read yet: their time of change is in the future", rows, settings.table());
        }
        inFuture = rows;
    }
}
