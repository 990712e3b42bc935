package io.millrace.sources.database;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.PositionedSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of a table, each once by increasing id, or each change once by time of change. */
public final class TableSource implements PositionedSource {
    private static final Logger log = LoggerFactory.getLogger(TableSource.class);
    private static final String KEY = "table";
    /**
     * Looks in a row that do not find a table which was there: H2 has none for a moment while it alters one, and so has
     * everybody who drops a table and makes it again.
     */
    private static final int MOST_LOOKS_WITHOUT = 5;

    /** Waits, and hears of the database's state. */
    public interface Waiting {
        /** A call failed in a way that passes; returns when it is time for the next one. */
        void failed(DatabaseException failure) throws InterruptedException;

        /** A call went well. */
        void healed();

        /** Waits, and returns early if the process is asked to stop. */
        void await(Duration atMost) throws InterruptedException;
    }

    private final TableReader reader;
    private final TableSettings settings;
    private final RowFormat format;
    private final Waiting waiting;
    private final KeyReading byId;
    /** Null when reading by id alone. */
    private final ChangeReading byChange;

    private final UnreadRows unread;
    private final TableWatch watch;
    private boolean checked;
    private boolean idle = true;
    private int looksWithout;
    /** It was not found, and what is there now was not looked at yet. */
    private boolean wasAway;

    private TablePosition committed;

    /** @param unreadRows hears of rows that are not read */
    public TableSource(
            TableReader reader,
            TableSettings settings,
            RowFormat format,
            Clock clock,
            Waiting waiting,
            UnreadRows.Listener unreadRows) {
        this.reader = reader;
        this.settings = settings;
        this.format = format;
        this.waiting = waiting;
        RowRecords records = new RowRecords(settings, format);
        boolean changes = settings.columns().byChange();
        this.byId = new KeyReading(
                reader, settings, records, clock, changes ? RowRange.Order.KEY_WITHOUT_TIME : RowRange.Order.KEY);
        this.byChange = changes ? new ChangeReading(reader, settings, records) : null;
        this.unread = new UnreadRows(reader, settings, clock, unreadRows);
        this.watch = new TableWatch(reader, settings.table());
        this.committed = TablePosition.start(settings);
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        byte[] saved = positions.get(KEY);
        if (saved == null) {
            requireNotReadBefore(positions.get(FORMER + KEY));
        }
        TablePosition position = saved == null ? TablePosition.start(settings) : TablePosition.fromBytes(saved);
        requireSameReading(position);
        committed = position;
        byId.restore(position.byId());
        if (byChange != null) {
            byChange.restore(position.byChange(), positions);
        }
        watch.restore(position.incarnation());
        idle = true;
    }

    /** Alone, the table was read under a name without the table's: with it, all its rows would come once more. */
    private void requireNotReadBefore(byte[] former) throws IOException {
        if (former != null
                && settings.identity().equals(TablePosition.fromBytes(former).table())) {
            throw new ServiceException("table " + settings.table()
                    + " was read alone under this name so far, must be read so again, or from its beginning under another"
                    + " --name");
        }
    }

    private void requireSameReading(TablePosition position) {
        if (position.table() != null && !position.table().equals(settings.identity())) {
            throw new ServiceException("table is " + settings.table() + " (" + settings.identity()
                    + "), must be what was read under this name so far, " + position.table()
                    + "; read another one under another --name");
        }
        TableSettings.Columns columns = settings.columns();
        boolean sameIds = position.ids().isEmpty() || position.ids().equals(columns.id());
        if (!sameIds || (position.byChange() != null) != columns.byChange()) {
            String how = position.byChange() == null ? "by id" : "by time of change";
            throw new ServiceException("table " + settings.table() + " was read " + how
                    + (sameIds ? "" : " " + String.join(", ", position.ids()))
                    + " so far, must be read so again or under another --name");
        }
    }

    @Override
    public Outcome read(Outlet outlet) throws IOException, InterruptedException {
        try {
            prepare();
            boolean replaced = (idle || wasAway) && watch.look(byId.id());
            if (wasAway) {
                byId.requireLast();
            }
            if (replaced || wasAway) {
                unread.replaced(byId.replaced());
            }
            wasAway = false;
            Outcome outcome = look(outlet);
            waiting.healed();
            looksWithout = 0;
            idle = outcome != Outcome.MORE;
            if (outcome == Outcome.IDLE) {
                waiting.await(settings.timing().pollInterval());
            }
            return outcome;
        } catch (DatabaseException.Unavailable e) {
            waiting.failed(e);
            return Outcome.IDLE;
        } catch (DatabaseException.NoTable e) {
            looksWithout++;
            wasAway = true;
            boolean mayComeBack = checked && looksWithout < MOST_LOOKS_WITHOUT;
            if (!settings.waitForTable() && !mayComeBack) {
                throw new ServiceException(e.getMessage(), e);
            }
            waiting.failed(e);
            return Outcome.IDLE;
        } catch (DatabaseException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    private Outcome look(Outlet outlet) throws DatabaseException {
        List<Column> before = reader.knownColumns();
        boolean more = (byChange == null || reader.mayLackTime()) && byId.look(outlet);
        if (byChange != null) {
            more |= byChange.look(outlet);
        }
        if (!before.equals(reader.knownColumns())) {
            log.info(
                    "Table was altered: table={} columns={} before={}",
                    settings.table(),
                    names(reader.knownColumns()),
                    names(before));
        }
        if (more) {
            return Outcome.MORE;
        }
        unread.count(byId, byChange);
        return settings.untilEnd() ? Outcome.ENDED : Outcome.IDLE;
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        TablePosition now = new TablePosition(
                settings.identity(),
                settings.columns().id(),
                byId.position(),
                byChange == null ? null : byChange.position(),
                watch.incarnation());
        Map<String, byte[]> changed = new HashMap<>();
        if (byChange != null) {
            changed.putAll(byChange.changedMemory());
        }
        boolean begun =
                now.byId().key() != null || (byChange != null && now.byChange().place() != null);
        if (begun && !now.equals(committed)) {
            committed = now;
            changed.put(KEY, now.toBytes());
        }
        return changed;
    }

    /** How many rows were found that are not read; see {@link UnreadRows}. */
    public long unreadRows() {
        return unread.total();
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Before the first look, and when the table is there again: it may be another one. */
    private void prepare() throws DatabaseException {
        if (!checked || wasAway) {
            requireColumns();
        }
        if (!checked && settings.untilEnd()) {
            byId.endHere();
            if (byChange != null) {
                byChange.endHere();
            }
        }
        checked = true;
    }

    private void requireColumns() throws DatabaseException {
        List<String> columns = names(reader.columns());
        List<String> needed = new ArrayList<>(settings.columns().key());
        if (settings.columns().deleted() != null) {
            needed.add(settings.columns().deleted());
        }
        for (String name : needed) {
            if (!columns.contains(name)) {
                throw new ServiceException(
                        (settings.columns().key().contains(name) ? "key" : "deleted") + " column is '" + name
                                + "', must be a column of table " + settings.table() + ": "
                                + String.join(", ", columns));
            }
        }
        if (format instanceof ProtobufRowFormat protobuf && columns.stream().noneMatch(protobuf::hasField)) {
            throw new ServiceException("message " + protobuf.messageName() + " has no field of table "
                    + settings.table() + ", must have at least one of " + String.join(", ", columns));
        }
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }
}
