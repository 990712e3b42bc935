package io.millrace.sources.database;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.delivery.Outlet;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;

/** Rows by time of change, each change once. Not thread-safe. */
final class ChangeReading {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private final TableReader reader;
    private final TableSettings settings;
    private final RowRecords records;
    private final RecentChanges recent = new RecentChanges();
    private Cursor place;
    private Cursor horizon;
    private Cursor counted;
    private long count;
    private long passed;
    private Cursor end;
    /** Where the second look at what is remembered has come to; null before it began. */
    private Cursor again;

    private boolean lookingAgain;
    /** False while something may still come up to the place: a run to the end reads what is not settled. */
    private boolean settled;

    ChangeReading(TableReader reader, TableSettings settings, RowRecords records) {
        this.reader = reader;
        this.settings = settings;
        this.records = records;
    }

    /** A time as all these servers read and order it. */
    static String text(LocalDateTime time) {
        return TEXT.format(time);
    }

    void restore(TablePosition.Changes saved, Map<String, byte[]> positions) {
        place = saved.place();
        horizon = saved.horizon();
        counted = saved.counted();
        count = saved.count();
        passed = saved.passed();
        recent.restore(positions);
        again = horizon;
        lookingAgain = place != null;
        settled = false;
    }

    TablePosition.Changes position() {
        return new TablePosition.Changes(place, horizon, counted, count, passed);
    }

    /** What is remembered beside the position, as far as it changed. */
    Map<String, byte[]> changedMemory() {
        return recent.changed();
    }

    /** Makes the changes that were made until now the last ones. */
    void endHere() throws DatabaseException {
        end = Cursor.of(text(reader.databaseTime()));
    }

    /** One look; true if more may be there at once. */
    boolean look(Outlet outlet) throws DatabaseException {
        if (lookingAgain) {
            lookingAgain = lookAgain(outlet);
            return true;
        }
        TableReader.Batch batch = records.nextBatch();
        LocalDateTime settledUntil = settledUntil();
        Cursor until = end != null ? end : Cursor.of(text(settledUntil));
        int[] rows = {0};
        int found = reader.read(
                RowRange.behind(RowRange.Order.TIME, place).upTo(until),
                // One more, which is not taken: it tells whether the place of the last one stands there twice.
                new TableReader.Batch(batch.rows() + 1, batch.atATime()),
                row -> {
                    Cursor at = row.key().at(row.updated());
                    if (at.equals(place)) {
                        throw notUnique(row);
                    }
                    if (rows[0]++ < batch.rows()) {
                        place = at;
                        take(row, at, outlet);
                    }
                });
        boolean more = found > batch.rows();
        if (!more && end == null && !settled) {
            // The look that follows is the last one that is needed, if it was settled before.
            settled = place == null || !RecentChanges.isAfter(place, settledUntil);
            again = horizon;
            lookingAgain = place != null;
        }
        return more;
    }

    /** Changes that became visible late, or have the same time as others that were read. */
    private boolean lookAgain(Outlet outlet) throws DatabaseException {
        TableReader.Batch batch = records.nextBatch();
        int found = reader.read(new RowRange(RowRange.Order.TIME, again, place), batch, row -> {
            Cursor at = row.key().at(row.updated());
            again = at;
            // If there is more than can be remembered, nothing is known of the rest.
            if (!place.equals(horizon) && !recent.knows(row.key(), records.content(row))) {
                take(row, at, outlet);
            }
        });
        return found == batch.rows() && !place.equals(horizon);
    }

    private void take(Row row, Cursor at, Outlet outlet) {
        records.handOut(row, outlet);
        // What may still come was given its time within the lag, or within one step of the column's clock before.
        Duration window = settings.timing().changeLag().plusNanos(reader.timeResolutionNanos());
        RecentChanges.Forgotten forgotten = recent.read(at, row.key(), records.content(row), place, window);
        passed += forgotten.rows();
        if (forgotten.upTo() != null) {
            horizon = forgotten.upTo();
        }
    }

    /**
     * The newest time to which no change can be added any more: one that lies behind by the lag, and by one step of the
     * column's clock, within which a time may still be given.
     */
    private LocalDateTime settledUntil() throws DatabaseException {
        LocalDateTime lagging = reader.databaseTime().minus(settings.timing().changeLag());
        long step = reader.timeResolutionNanos();
        LocalDateTime stepBegan = step == NANOS_PER_DAY
                ? lagging.toLocalDate().atStartOfDay()
                : lagging.minusNanos(lagging.get(ChronoField.NANO_OF_SECOND) % step);
        // Servers know microseconds: the last one before the step that is not over.
        return stepBegan.minusNanos(1000);
    }

    private ServiceException notUnique(Row row) {
        return new ServiceException("id " + String.join(", ", settings.columns().id()) + " of " + settings.table()
                + " is " + row.key() + " in more than one row, must be unique: name columns that are with"
                + " --id-column A,B");
    }

    /**
     * Counts the rows up to where nothing is remembered, which are not read any more.
     *
     * @return how many more there are than were there at the last count and were passed since; rows that were changed or
     *     deleted since hide as many
     */
    long passedOver() throws DatabaseException {
        if (horizon == null) {
            return 0;
        }
        long before = counted == null
                ? 0
                : reader.count(RowRange.all(RowRange.Order.TIME).upTo(counted), List.of());
        long since = reader.count(RowRange.behind(RowRange.Order.TIME, counted).upTo(horizon), List.of());
        long late = Math.max(0, before - count) + Math.max(0, since - passed);
        counted = horizon;
        count = before + since;
        passed = 0;
        return late;
    }

    /** How many rows have a time of change in the future, and cannot be read before. */
    long inFuture() throws DatabaseException {
        LocalDateTime future = reader.databaseTime().plus(settings.timing().changeLag());
        return reader.count(RowRange.behind(RowRange.Order.TIME, Cursor.of(text(future))), List.of());
    }
}
