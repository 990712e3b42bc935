package io.millrace.producer.database;

import io.millrace.producer.delivery.OutRecord;
import io.millrace.producer.delivery.Outlet;
import io.millrace.producer.delivery.PositionedSource;
import io.millrace.producer.delivery.Refusal;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Rows of a table, each once by increasing id, or each change once by time of change. */
public final class TableSource implements PositionedSource {
    private static final String KEY = "table";
    private static final LocalDateTime BEFORE_ALL = LocalDateTime.of(1970, 1, 1, 0, 0, 1);
    private static final int SAMPLE_LENGTH = 1024;

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
    private final Clock clock;
    private final Waiting waiting;
    private final IdGaps gaps;
    private long id;
    private LocalDateTime updated;
    private long endId = Long.MAX_VALUE;
    private LocalDateTime endTime;
    private boolean checked;
    private boolean gapsDue;
    private TablePosition committed = TablePosition.START;

    public TableSource(TableReader reader, TableSettings settings, RowFormat format, Clock clock, Waiting waiting) {
        this.reader = reader;
        this.settings = settings;
        this.format = format;
        this.clock = clock;
        this.waiting = waiting;
        this.gaps = new IdGaps(settings.gapWait().toMillis());
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        byte[] saved = positions.get(KEY);
        committed = saved == null ? TablePosition.START : TablePosition.fromBytes(saved);
        if (settings.byChange() && committed.updated() == null && committed.id() > 0) {
            throw new IOException("table " + settings.table() + " was read by id so far, must be read so again or under"
                    + " another --name");
        }
        id = committed.id();
        updated = committed.updated() == null ? BEFORE_ALL : committed.updated();
        gaps.restore(committed.gaps());
        gapsDue = true;
    }

    @Override
    public Outcome read(Outlet outlet) throws IOException, InterruptedException {
        try {
            if (!checked) {
                prepare();
                checked = true;
            }
            Outcome outcome = settings.byChange() ? readChanges(outlet) : readIds(outlet);
            waiting.healed();
            if (outcome == Outcome.IDLE) {
                waiting.await(settings.pollInterval());
            }
            return outcome;
        } catch (DatabaseException.Unavailable e) {
            waiting.failed(e);
            return Outcome.IDLE;
        } catch (DatabaseException.NoTable e) {
            if (!settings.waitForTable()) {
                throw new ServiceException(e.getMessage(), e);
            }
            waiting.failed(e);
            return Outcome.IDLE;
        } catch (DatabaseException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        TablePosition now = new TablePosition(id, settings.byChange() ? updated : null, gaps.ranges());
        if (now.equals(committed) || (id == 0 && !settings.byChange())) {
            return Map.of();
        }
        committed = now;
        return Map.of(KEY, now.toBytes());
    }

    @Override
    public void close() {
        reader.close();
    }

    private void prepare() throws DatabaseException {
        List<String> columns = reader.columns();
        for (String key : settings.keyColumns()) {
            if (!columns.contains(key)) {
                throw new ServiceException("key column is '" + key + "', must be a column of table " + settings.table()
                        + ": " + String.join(", ", columns));
            }
        }
        if (format instanceof ProtobufRowFormat protobuf && columns.stream().noneMatch(protobuf::hasField)) {
            throw new ServiceException("message " + protobuf.messageName() + " has no field of table "
                    + settings.table() + ", must have at least one of " + String.join(", ", columns));
        }
        if (settings.untilEnd()) {
            endId = reader.greatestId();
            endTime = reader.databaseTime(Duration.ZERO);
        }
    }

    private Outcome readIds(Outlet outlet) throws DatabaseException {
        if (gapsDue) {
            readGaps(outlet);
        }
        List<Row> rows = reader.after(id, endId, settings.batchRows());
        for (Row row : rows) {
            gaps.passed(id, row.id(), clock.millis());
            id = row.id();
            handOut(row, outlet);
        }
        boolean more = rows.size() == settings.batchRows();
        // While catching up, gaps wait: a look at them for each batch would cost more than the batch.
        gapsDue = !more;
        if (more) {
            return Outcome.MORE;
        }
        return settings.untilEnd() ? Outcome.ENDED : Outcome.IDLE;
    }

    private void readGaps(Outlet outlet) throws DatabaseException {
        // Asked for before they expire: the last look comes after the waiting time.
        for (IdRange gap : gaps.ranges()) {
            for (Row row : reader.between(gap.first(), gap.last(), settings.batchRows())) {
                gaps.filled(row.id());
                handOut(row, outlet);
            }
        }
        gaps.expire(clock.millis());
    }

    private Outcome readChanges(Outlet outlet) throws DatabaseException {
        LocalDateTime until = settings.untilEnd() ? endTime : reader.databaseTime(settings.changeLag());
        List<Row> rows = reader.changed(updated, id, until, settings.batchRows());
        for (Row row : rows) {
            updated = row.updated();
            id = row.id();
            handOut(row, outlet);
        }
        if (rows.size() == settings.batchRows()) {
            return Outcome.MORE;
        }
        return settings.untilEnd() ? Outcome.ENDED : Outcome.IDLE;
    }

    private void handOut(Row row, Outlet outlet) {
        String key = settings.keyColumns().stream()
                .map(column -> Objects.toString(row.columns().get(column), ""))
                .collect(Collectors.joining("|"));
        try {
            outlet.record(OutRecord.keyed(key.getBytes(StandardCharsets.UTF_8), format.value(row)));
        } catch (RowFormat.RowException e) {
            byte[] sample = new JsonRowFormat().value(row);
            outlet.refuse(new Refusal(
                    sample.length > SAMPLE_LENGTH ? java.util.Arrays.copyOf(sample, SAMPLE_LENGTH) : sample,
                    "table:" + settings.table(),
                    row.id(),
                    e.getMessage()));
        }
    }
}
