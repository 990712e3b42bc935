package io.millrace.consumer.store.jdbc;

import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.FencedException;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.consumer.store.TopicRecreatedException;
import io.millrace.consumer.store.WindowLog;
import io.millrace.record.PartitionId;
import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps everything in one database, and everything that belongs together in one transaction.
 *
 * <p>The row of a partition in {@code consumer_progress} is the fence: a claim raises its epoch, and a store changes it
 * only where epoch and offset are still what the caller believes. Both lock the row, so that they cannot overlap.
 */
public final class JdbcAlertStore implements AlertStore {

    private final Database database;
    private final ProgressTable progress;
    private final AlertTable alerts;
    private final OutboxTable outbox;
    private final WindowRowTable windowRows;
    private final WindowLogTable windowLogs;

    /**
     * Opens a pool; connects at the first use.
     *
     * @param group the consumer group whose offsets these are
     * @param owner how this process is called, for people who look into the table
     */
    public JdbcAlertStore(DatabaseSettings settings, String group, String owner, Clock clock) {
        this.database = new Database(settings);
        this.progress = new ProgressTable(group, owner, clock);
        this.alerts = new AlertTable(group, clock);
        this.outbox = new OutboxTable(group);
        this.windowRows = new WindowRowTable(group);
        this.windowLogs = new WindowLogTable(group);
    }

    @Override
    public boolean open() throws StoreUnavailableException {
        return database.transaction(connection -> true);
    }

    @Override
    public Claim claim(PartitionId partition, String topicId, long startIfNew)
            throws TopicRecreatedException, StoreUnavailableException {
        Claimed claimed = database.transaction(connection -> {
            Optional<ProgressTable.Row> found = progress.lock(connection, partition);
            if (found.isPresent() && !found.get().topicId().equals(topicId)) {
                return new Claimed(null, found.get().topicId());
            }
            ProgressTable.Row row = found.isPresent()
                    ? progress.takeOver(connection, partition, found.get())
                    : progress.begin(
                            connection, partition, topicId, UUID.randomUUID().toString(), startIfNew);
            WindowLog log = windowLogs.read(connection, partition);
            return new Claimed(
                    new Claim(
                            row.epoch(),
                            row.nextOffset(),
                            row.outboxId(),
                            row.outboxSequence(),
                            row.clock(),
                            log.over(windowRows.read(connection, partition)),
                            log,
                            outbox.read(connection, partition, 0)),
                    topicId);
        });
        if (claimed.claim() == null) {
            throw new TopicRecreatedException(partition, claimed.topicId(), topicId);
        }
        return claimed.claim();
    }

    @Override
    public List<OutboxEntry> outbox(PartitionId partition, long after) throws StoreUnavailableException {
        return database.transaction(connection -> outbox.read(connection, partition, after));
    }

    private record Claimed(Claim claim, String topicId) {}

    @Override
    public void store(List<PartitionCommit> commits) throws FencedException, StoreUnavailableException {
        List<PartitionCommit> ordered = new ArrayList<>(commits);
        // All owners lock rows in one order, so that two of them cannot wait for each other.
        ordered.sort(Comparator.comparing(commit -> commit.batch().partition()));
        Optional<FencedException> fenced = database.transaction(connection -> {
            int advanced = progress.advance(connection, ordered);
            if (advanced < ordered.size()) {
                Optional<FencedException> reason = reason(connection, ordered);
                connection.rollback();
                return reason;
            }
            alerts.insert(connection, ordered);
            outbox.write(connection, ordered);
            windowLogs.write(connection, ordered);
            windowRows.write(connection, ordered);
            return Optional.empty();
        });
        if (fenced.isPresent()) {
            throw fenced.get();
        }
    }

    /** Why not every row advanced; nothing if all of it is stored already. */
    private Optional<FencedException> reason(Connection connection, List<PartitionCommit> commits) throws SQLException {
        // What this transaction has advanced so far must not look like what an earlier try has stored.
        connection.rollback();
        for (PartitionCommit commit : commits) {
            PartitionId partition = commit.batch().partition();
            Optional<ProgressTable.Row> row = progress.lock(connection, partition);
            boolean stored = row.isPresent()
                    && row.get().epoch() == commit.epoch()
                    && row.get().nextOffset() == commit.batch().nextOffset();
            if (!stored) {
                return Optional.of(new FencedException(partition, progress.describe(commit, row)));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        database.close();
    }
}
