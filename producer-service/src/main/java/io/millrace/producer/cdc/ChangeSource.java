package io.millrace.producer.cdc;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.sources.database.DatabaseException;
import io.millrace.sources.database.TableSource;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.PositionedSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of some tables, each once.
 *
 * <p>A snapshot is handed out by one read, and so is one transaction of Kafka: begun anew it would not give its rows in the
 * same order, so that half of one is of no use.
 */
public final class ChangeSource implements PositionedSource {
    private static final Logger log = LoggerFactory.getLogger(ChangeSource.class);
    private static final String KEY = "changes";
    private static final String HISTORY = "history/";
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration LONGEST_UNTOLD = Duration.ofSeconds(1);
    /** The server answers all that was asked before, but not the engine: waiting does not help. */
    private static final int MOST_FAILURES = 5;

    private final ChangeLog changes;
    private final ChangeSettings settings;
    private final ChangeRecords records;
    private final TableSource.Waiting waiting;
    private final BooleanSupplier stop;
    private final LongSupplier nanoClock;
    private final CaptureListener listener;

    private ChangeProgress progress;
    private ChangeProgress told;
    private long lookedNanos;
    private long toldNanos;
    private List<String> history = List.of();
    private List<String> historyTold = List.of();
    /** The transaction that is being read now, and how many changes of it came so far; null between two. */
    private String current;

    private long seen;
    /** True after a start, until the transaction comes that was handed out in part. */
    private boolean searching;

    private boolean reading;
    /** False after a lost connection: another instance may have taken it, and Kafka knows whether one took the name. */
    private boolean isOurs;

    private int failures;

    /** @param stop whether the process is asked to stop */
    public ChangeSource(
            ChangeLog changes,
            ChangeSettings settings,
            TableSource.Waiting waiting,
            BooleanSupplier stop,
            LongSupplier nanoClock,
            CaptureListener listener) {
        this.changes = changes;
        this.settings = settings;
        this.records = new ChangeRecords(settings);
        this.waiting = waiting;
        this.stop = stop;
        this.nanoClock = nanoClock;
        this.listener = listener;
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        changes.stop();
        reading = false;
        isOurs = true;
        failures = 0;
        byte[] saved = positions.get(KEY);
        progress = saved == null ? null : ChangeProgress.fromBytes(saved);
        told = progress;
        history = new ArrayList<>();
        for (int i = 0; positions.containsKey(HISTORY + i); i++) {
            history.add(new String(positions.get(HISTORY + i), StandardCharsets.UTF_8));
        }
        historyTold = List.copyOf(history);
        ChangeProgress now = ChangeProgress.begun(settings.tables());
        if (progress != null && !progress.tables().equals(now.tables())) {
            throw new ServiceException("tables are " + String.join(", ", now.tables())
                    + ", must be those that were read under this name so far, " + String.join(", ", progress.tables())
                    + "; read others under another --name");
        }
    }

    @Override
    public Outcome read(Outlet outlet) throws IOException, InterruptedException {
        try {
            if (!reading && (mustAskWhoseItIs() || !start())) {
                return Outcome.IDLE;
            }
            if (progress.place() == null) {
                return snapshot(outlet);
            }
            List<Change> batch = changes.poll(PATIENCE);
            for (Change change : batch) {
                take(change, outlet);
            }
            if (!batch.isEmpty()) {
                failures = 0;
                waiting.healed();
            }
            look();
            return batch.isEmpty() || isTimeToTell() ? Outcome.IDLE : Outcome.MORE;
        } catch (DatabaseException.Unavailable e) {
            failed(e);
            return Outcome.IDLE;
        } catch (DatabaseException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    /** True if the place has to be written once more before the server is asked again: a fenced instance ends by that. */
    private boolean mustAskWhoseItIs() {
        if (isOurs || progress == null) {
            return false;
        }
        told = null;
        return true;
    }

    /** Places move on without records too, where transactions touch other tables only: they are saved now and then. */
    private boolean isTimeToTell() {
        return !progress.equals(told) && nanoClock.getAsLong() - toldNanos > LONGEST_UNTOLD.toNanos();
    }

    private void look() throws DatabaseException {
        long now = nanoClock.getAsLong();
        if (now - lookedNanos > LOOK.toNanos()) {
            lookedNanos = now;
            changes.keptBytes().ifPresent(listener::kept);
        }
    }

    /** False if what was begun has to be committed first. */
    private boolean start() throws DatabaseException {
        changes.check(progress == null ? null : progress.place());
        if (progress == null) {
            changes.requireUnused();
            // Saved before anything is made on the server: what is found there later is then known as ours.
            progress = ChangeProgress.begun(settings.tables());
            return false;
        }
        if (progress.place() == null) {
            Map<String, Object> beginning = changes.begin();
            if (beginning != null) {
                // Saved before anything is read: begun anew, it would be a later one.
                progress = progress.at(beginning);
                return false;
            }
        }
        history = new ArrayList<>(history);
        changes.start(progress.place(), history);
        current = null;
        seen = 0;
        searching = progress.delivered() > 0;
        reading = true;
        return true;
    }

    private void failed(DatabaseException.Unavailable e) throws InterruptedException {
        boolean wasReading = reading;
        if (reading) {
            history = List.copyOf(changes.history());
        }
        changes.stop();
        reading = false;
        isOurs = false;
        if (wasReading && ++failures >= MOST_FAILURES) {
            throw new ServiceException(
                    e.getMessage() + "; this happened " + failures + " times in a row although the server answers", e);
        }
        waiting.failed(e);
    }

    private Outcome snapshot(Outlet outlet) throws DatabaseException, InterruptedException {
        long began = nanoClock.getAsLong();
        long rows = 0;
        if (settings.snapshot()) {
            log.info("Snapshot begins: tables={}", String.join(",", settings.tables()));
        }
        while (progress.place() == null) {
            if (stop.getAsBoolean()) {
                throw new ServiceException("stopped before the snapshot was whole: nothing of it is delivered, the next"
                        + " start takes it anew");
            }
            if (rows > 0
                    && nanoClock.getAsLong() - began
                            > settings.longestSnapshot().toNanos()) {
                throw new ServiceException("snapshot takes longer than "
                        + settings.longestSnapshot().toSeconds()
                        + " s, which is what a Kafka transaction may take here;"
                        + " nothing of it is delivered. Give it more time (--kafka-property transaction.timeout.ms=..., at"
                        + " most the brokers' transaction.max.timeout.ms), or leave it out (--snapshot never)");
            }
            List<Change> batch;
            try {
                batch = changes.poll(PATIENCE);
            } catch (DatabaseException.Unavailable e) {
                if (rows == 0) {
                    throw e;
                }
                throw new ServiceException(
                        "the snapshot broke off, nothing of it is delivered, the next start takes it anew: "
                                + e.getMessage(),
                        e);
            }
            for (Change change : batch) {
                if (change.kind() == Change.Kind.SNAPSHOT_ROW) {
                    if (rows == 0) {
                        began = nanoClock.getAsLong();
                    }
                    rows++;
                }
                take(change, outlet);
            }
        }
        if (settings.snapshot()) {
            log.info("Snapshot is whole, changes follow: rows={}", rows);
        }
        failures = 0;
        waiting.healed();
        // A transaction of Kafka ends here.
        return Outcome.IDLE;
    }

    private void take(Change change, Outlet outlet) {
        switch (change.kind()) {
            case SNAPSHOT_ROW -> records.handOut(change.row(), null, ++seen, outlet);
            case BEGIN -> begin(change);
            case ROW -> row(change, outlet);
            case END -> end(change);
            case HEARTBEAT -> {
                if (progress.place() == null || isBetweenTransactions()) {
                    progress = progress.at(changes.saved(change.place(), progress.place()));
                }
            }
        }
    }

    /** The log may have been rotated since the last transaction, and the file of that one thrown away. */
    private boolean isBetweenTransactions() {
        return !changes.tellsPlaceAtEnd() && current == null && !searching;
    }

    private void begin(Change change) {
        current = change.transaction();
        seen = 0;
        if (!changes.tellsPlaceAtEnd() && !searching) {
            progress =
                    progress.at(changes.saved(change.place(), progress.place())).within(current, 0);
        }
    }

    private void row(Change change, Outlet outlet) {
        if (current == null) {
            throw new ServiceException("the log of table " + change.row().table()
                    + " holds a change outside of any transaction, whose place cannot be told");
        }
        requireSame();
        seen++;
        if (seen > progress.delivered()) {
            records.handOut(change.row(), current, seen, outlet);
            progress = progress.within(current, seen);
            if (change.row().millis() > 0) {
                listener.committedAt(change.row().millis());
            }
        }
    }

    /** The first transaction of which anything comes must be the one that was handed out in part. */
    private void requireSame() {
        if (searching && !current.equals(progress.transaction())) {
            throw new ServiceException("the log goes on with transaction " + current + ", must go on with "
                    + progress.transaction() + ", of which " + progress.delivered()
                    + " changes were read: it is another server's log, or its beginning is gone."
                    + " Begin anew with a snapshot under another --name");
        }
        searching = false;
    }

    private void end(Change change) {
        if (searching && change.transaction().equals(progress.transaction())) {
            searching = false;
        }
        if (searching) {
            // Without changes of ours; it lies before the one that was handed out in part.
            return;
        }
        if (seen < progress.delivered()) {
            throw new ServiceException("transaction " + change.transaction() + " has " + seen
                    + " changes, of which " + progress.delivered() + " were read: it is not what it was."
                    + " Begin anew with a snapshot under another --name");
        }
        if (changes.tellsPlaceAtEnd()) {
            progress = progress.at(changes.saved(change.place(), progress.place()));
        }
        current = null;
        seen = 0;
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        Map<String, byte[]> changed = new HashMap<>();
        List<String> now = reading ? changes.history() : history;
        for (int i = 0; i < now.size(); i++) {
            if (i >= historyTold.size() || !now.get(i).equals(historyTold.get(i))) {
                changed.put(HISTORY + i, now.get(i).getBytes(StandardCharsets.UTF_8));
            }
        }
        historyTold = List.copyOf(now);
        if (progress != null && !progress.equals(told)) {
            changed.put(KEY, progress.toBytes());
            told = progress;
        }
        toldNanos = nanoClock.getAsLong();
        return changed;
    }

    @Override
    public void committed() {
        isOurs = true;
        if (reading) {
            changes.acknowledge();
        }
    }

    @Override
    public void close() {
        changes.close();
    }
}
