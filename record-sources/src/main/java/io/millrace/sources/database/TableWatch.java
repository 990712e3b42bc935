package io.millrace.sources.database;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.database.TableReader.Incarnation;
import java.util.Optional;
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
     * @return true if the rows may have been replaced
     * @throws ServiceException if it is another table
     */
    boolean look(OptionalLong id) throws DatabaseException {
        Incarnation now = reader.incarnation();
        if (differ(known.identity(), now.identity())) {
            throw new ServiceException("table " + table
                    + " was dropped and made again; read it from its beginning under" + " another --name");
        }
        OptionalLong before = known.counter();
        OptionalLong next = now.counter();
        boolean steppedBack = before.isPresent() && next.isPresent() && next.getAsLong() < before.getAsLong();
        // A counter may be set by hand: only ids up to the position are those that would never be read.
        if (steppedBack && id.isPresent() && next.getAsLong() <= id.getAsLong()) {
            throw new ServiceException("table " + table + " counts its ids from "
                    + next.getAsLong() + " again, had come to " + before.getAsLong()
                    + ": it was truncated or made again; read it from its beginning under another --name");
        }
        boolean replaced = differ(known.storage(), now.storage());
        known = now.after(known);
        return replaced;
    }

    private static boolean differ(Optional<String> before, Optional<String> now) {
        return before.isPresent() && now.isPresent() && !before.equals(now);
    }
}
