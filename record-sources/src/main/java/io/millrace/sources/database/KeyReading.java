package io.millrace.sources.database;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.delivery.Outlet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Rows by increasing id, each once; also those that become visible after greater ids. Not thread-safe. */
final class KeyReading {
    private static final int GAPS_PER_QUERY = 50;

    private final TableReader reader;
    private final TableSettings settings;
    private final RowRecords records;
    private final Clock clock;
    private final RowRange.Order order;
    private final IdGaps gaps;
    private Cursor key;
    private OptionalLong read = OptionalLong.of(0);
    /** The row with the greatest id read in this run; null before, and once its fingerprint is known. */
    private Row lastRow;

    private String last;
    private Cursor end;
    private boolean nothingToRead;
    private boolean gapsDue;

    KeyReading(TableReader reader, TableSettings settings, RowRecords records, Clock clock, RowRange.Order order) {
        this.reader = reader;
        this.settings = settings;
        this.records = records;
        this.clock = clock;
        this.order = order;
        this.gaps = new IdGaps(settings.timing().gapWait().toMillis());
    }

    void restore(TablePosition.Keys saved) {
        key = saved.key();
        read = saved.read();
        last = saved.last();
        lastRow = null;
        gaps.restore(saved.gaps());
        gapsDue = true;
    }

    TablePosition.Keys position() {
        if (lastRow != null) {
            last = fingerprint(lastRow);
            lastRow = null;
        }
        return new TablePosition.Keys(key, read, gaps.ranges(), last);
    }

    /** Makes the rows that are there now the last ones. */
    void endHere() throws DatabaseException {
        end = reader.last(order).orElse(null);
        nothingToRead = end == null;
    }

    /** One look; true if more may be there at once. */
    boolean look(Outlet outlet) throws DatabaseException {
        if (nothingToRead) {
            return false;
        }
        if (gapsDue && !readGaps(outlet)) {
            return true;
        }
        TableReader.Batch batch = records.nextBatch();
        int[] taken = {0};
        int count = reader.read(
                RowRange.behind(order, key).upTo(end),
                // One more, which is not taken: it tells whether the id of the last one stands there twice.
                new TableReader.Batch(batch.rows() + 1, batch.atATime()),
                row -> {
                    requireNew(row);
                    if (taken[0]++ < batch.rows()) {
                        take(row, outlet);
                    }
                });
        boolean more = count > batch.rows();
        // While catching up, gaps wait: a look at them for each batch would cost more than the batch.
        gapsDue = !more;
        return more;
    }

    private void take(Row row, Outlet outlet) {
        if (reader.keyIsWholeNumber()) {
            OptionalLong id = number(row.key());
            // Ids are given from 1 on, unless somebody gives others.
            long before = key == null ? 0 : number(key).orElse(Long.MAX_VALUE);
            if (id.isPresent() && before < id.getAsLong()) {
                gaps.passed(before, id.getAsLong(), clock.millis());
            }
        }
        key = row.key();
        lastRow = row;
        taken(row, outlet);
    }

    private void taken(Row row, Outlet outlet) {
        if (read.isPresent()) {
            read = OptionalLong.of(read.getAsLong() + 1);
        }
        records.handOut(row, outlet);
    }

    private void requireNew(Row row) {
        if (row.key().equals(key)) {
            throw new ServiceException(
                    "id " + String.join(", ", settings.columns().id()) + " of "
                            + settings.table() + " is " + key + " in more than one row, must be unique: name columns"
                            + " that are with --id-column A,B");
        }
    }

    /**
     * Looks for rows with missing ids, at most a batch of them.
     *
     * @return true if no more of them are there; only then may gaps be forgotten
     */
    private boolean readGaps(Outlet outlet) throws DatabaseException {
        // The last look must begin after the waiting time: what becomes visible during it may be missing in it.
        long began = clock.millis();
        TableReader.Batch batch = records.nextBatch();
        int wanted = batch.rows();
        List<IdRange> open = gaps.ranges();
        for (int from = 0; from < open.size(); from += GAPS_PER_QUERY) {
            List<IdRange> some = open.subList(from, Math.min(open.size(), from + GAPS_PER_QUERY));
            wanted -= reader.readIds(
                    order, some, new TableReader.Batch(wanted, Math.min(wanted, batch.atATime())), row -> {
                        gaps.filled(number(row.key()).orElseThrow());
                        taken(row, outlet);
                    });
            if (wanted == 0) {
                // The gaps are smaller now: the next look begins with what is left of them.
                return false;
            }
        }
        gaps.expire(began);
        return true;
    }

    /**
     * Counts the rows that must have been read by now.
     *
     * @return how many there are that were not, and never will be
     */
    long passedOver() throws DatabaseException {
        if (key == null || read.isEmpty()) {
            return 0;
        }
        long there = reader.count(RowRange.all(order).upTo(key), gaps.ranges());
        long late = Math.max(0, there - read.getAsLong());
        // Fewer than were read are deletions. Either way this is what the next count has to find.
        read = OptionalLong.of(there);
        return late;
    }

    /**
     * Counts the rows up to the position if the table's rows were replaced, as far as the row that was read last says: it is
     * gone, or is another one.
     *
     * @return how many rows there are that were perhaps never read
     */
    long replaced() throws DatabaseException {
        String known = position().last();
        if (key == null || known == null) {
            return 0;
        }
        List<String> now = lastNow(order);
        String columns = known.substring(0, known.indexOf(':') + 1);
        boolean altered = now.stream().anyMatch(one -> !one.startsWith(columns));
        return altered || now.contains(known)
                ? 0
                : reader.count(RowRange.all(order).upTo(key), gaps.ranges());
    }

    /** Fingerprint of the row that has the id of the one that was read last; none if it is gone, or its id is no number. */
    private List<String> lastNow(RowRange.Order among) throws DatabaseException {
        List<String> now = new ArrayList<>();
        if (id().isPresent()) {
            IdRange at = new IdRange(id().getAsLong(), id().getAsLong(), 0);
            reader.readIds(among, List.of(at), new TableReader.Batch(1, 1), row -> now.add(fingerprint(row)));
        }
        return now;
    }

    /**
     * To be asked of a table that was not there for a while. Of ids that are no numbers it is not known.
     *
     * @throws ServiceException if the row that was read last is gone
     */
    void requireLast() throws DatabaseException {
        // It may have got a time of change since it was read.
        if (id().isPresent() && lastNow(RowRange.Order.KEY).isEmpty()) {
            throw new ServiceException("table " + settings.table()
                    + " was not there for a while, and the row that was read last, " + key
                    + ", is gone: if the table was"
                    + " dropped and made again, read it from its beginning under another --name; if only that row was"
                    + " deleted, start again");
        }
    }

    /** Of the columns' names, a colon, of the row. */
    private String fingerprint(Row row) {
        byte[] columns = String.join("\0", row.columns().keySet()).getBytes(StandardCharsets.UTF_8);
        return Long.toHexString(RecentChanges.hash(columns)) + ":"
                + Long.toHexString(RecentChanges.hash(records.content(row)));
    }

    /** The id where reading has come to, if it is a number. */
    OptionalLong id() {
        return key == null || !reader.keyIsWholeNumber() ? OptionalLong.empty() : number(key);
    }

    private static OptionalLong number(Cursor key) {
        try {
            return OptionalLong.of(Long.parseLong(key.values().get(0)));
        } catch (NumberFormatException e) {
            // An unsigned id above all longs: rows are read, only gaps there are not looked for.
            return OptionalLong.empty();
        }
    }
}
