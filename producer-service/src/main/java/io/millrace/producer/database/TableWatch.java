package io.millrace.producer.database;

import io.millrace.producer.database.TableReader.Incarnation;
import io.millrace.runtime.cli.ServiceException;
import java.util.OptionalLong;

/**
 * Notices that a table is another one than before, or was emptied so that its ids begin anew: what comes then would lie
 * below the position and never be read. Not thread-safe.
 */
final class TableWatch {
    private final TableReader reader;
    private final String table;
    private Incarnation known = Incarnation.UNKNOWN;

    TableWatch(TableReader reader, String table) {
        this.reader = reader;
        this.table = table;
    }

    void restore(Incarnation saved) {
        known = saved;
    }

    /** What was known at the last look. */
    Incarnation incarnation() {
        return known;
    }

    /**
     * Compares with the last look.
     *
     * @param id greatest id read, if ids are numbers and one was read
     * @throws ServiceException if it is another table
     */
    void look(OptionalLong id) throws DatabaseException {
        Incarnation now = reader.incarnation();
        if (known.identity().isPresent()
                && now.identity().isPresent()
                && !known.identity().equals(now.identity())) {
            throw new ServiceException("table " + table
                    + " was dropped and made again; read it from its beginning under" + " another --name");
        }
        OptionalLong before = known.counter();
        if (id.isPresent()
                && before.isPresent()
                && now.counter().isPresent()
                && now.counter().getAsLong() < before.getAsLong()) {
            throw new ServiceException("table " + table + " counts its ids from "
                    + now.counter().getAsLong() + " again, had come to " + before.getAsLong()
                    + ": it was truncated or made again; read it from its beginning under another --name");
        }
        known = new Incarnation(
                now.identity().isPresent() ? now.identity() : known.identity(),
                now.counter().isPresent() ? now.counter() : known.counter());
    }
}
