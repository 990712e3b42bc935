package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.Alert;
import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.StateKey;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.FencedException;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.consumer.store.WindowChanges;
import io.millrace.consumer.store.WindowLog;
import io.millrace.record.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A database in memory, by the rules of the real one: an epoch for each claim, all of a transaction or nothing. */
final class SimDatabase {
    /** How many entries of an outbox are read at once. */
    private static final int ENTRIES_AT_ONCE = 2;

    final List<Alert> alerts = new ArrayList<>();
    private final Map<PartitionId, Row> rows = new HashMap<>();

    private static final class Row {
        private long epoch;
        private long nextOffset;
        private long outboxSequence;
        private EventClock clock = EventClock.START;
        private final TreeMap<Long, OutboxEntry> outbox = new TreeMap<>();
        private final TreeMap<Long, Map<StateKey, byte[]>> windowLog = new TreeMap<>();
        private final Map<StateKey, byte[]> windows = new HashMap<>();
    }

    long nextOffset(PartitionId partition) {
        Row row = rows.get(partition);
        return row == null ? 0 : row.nextOffset;
    }

    /** A row as an earlier run left it. */
    void leave(PartitionId partition, long nextOffset, List<OutboxEntry> unpublished) {
        Row row = rows.computeIfAbsent(partition, id -> new Row());
        row.nextOffset = nextOffset;
        unpublished.forEach(entry -> row.outbox.put(entry.sequence(), entry));
        row.outboxSequence = unpublished.isEmpty() ? 0 : row.outbox.lastKey();
    }

    boolean hasUnpublished() {
        return rows.values().stream().anyMatch(row -> !row.outbox.isEmpty());
    }

    /** A process's connection; the faults come one for each call. */
    AlertStore connection(Supplier<SimFault> faults) {
        return new Connection(faults);
    }

    /** What a call does. */
    @FunctionalInterface
    private interface Step<T> {
        T run() throws FencedException;
    }

    private final class Connection implements AlertStore {
        private final Supplier<SimFault> faults;

        Connection(Supplier<SimFault> faults) {
            this.faults = faults;
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public Claim claim(PartitionId partition, String topicId, long startIfNew) throws StoreUnavailableException {
            try {
                return call(() -> claimed(partition, startIfNew));
            } catch (FencedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public List<OutboxEntry> outbox(PartitionId partition, long after) throws StoreUnavailableException {
            try {
                return call(() -> rows.get(partition).outbox.tailMap(after, false).values().stream()
                        .limit(ENTRIES_AT_ONCE)
                        .toList());
            } catch (FencedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void store(List<PartitionCommit> commits) throws FencedException, StoreUnavailableException {
            call(() -> {
                commit(commits);
                return true;
            });
        }

        private <T> T call(Step<T> step) throws FencedException, StoreUnavailableException {
            SimFault fault = faults.get();
            fault.before(() -> new StoreUnavailableException("away", null));
            T result = step.run();
            fault.after(() -> new StoreUnavailableException("the answer was lost", null));
            return result;
        }

        @Override
        public void close() {}
    }

    private Claim claimed(PartitionId partition, long startIfNew) {
        Row row = rows.computeIfAbsent(partition, id -> {
            Row made = new Row();
            made.nextOffset = startIfNew;
            return made;
        });
        row.epoch++;
        WindowLog log = new WindowLog(row.windowLog);
        return new Claim(
                row.epoch,
                row.nextOffset,
                "box-" + partition,
                row.outboxSequence,
                row.clock,
                log.over(row.windows),
                log,
                row.outbox.values().stream().limit(ENTRIES_AT_ONCE).toList());
    }

    private void commit(List<PartitionCommit> commits) throws FencedException {
        boolean fits = commits.stream().allMatch(commit -> {
            Row row = rows.get(commit.batch().partition());
            return row.epoch == commit.epoch() && row.nextOffset == commit.fromOffset();
        });
        if (!fits) {
            for (PartitionCommit commit : commits) {
                Row row = rows.get(commit.batch().partition());
                if (row.epoch != commit.epoch()
                        || row.nextOffset != commit.batch().nextOffset()) {
                    throw new FencedException(
                            commit.batch().partition(),
                            "partition " + commit.batch().partition() + " is at epoch " + row.epoch + " and offset "
                                    + row.nextOffset + ", not at " + commit.epoch() + " and " + commit.fromOffset());
                }
            }
            return;
        }
        for (PartitionCommit commit : commits) {
            Row row = rows.get(commit.batch().partition());
            row.nextOffset = commit.batch().nextOffset();
            row.outboxSequence = commit.outboxSequence();
            row.clock = commit.batch().clock();
            alerts.addAll(commit.batch().alerts());
            commit.outbox().forEach(entry -> row.outbox.put(entry.sequence(), entry));
            row.outbox.headMap(commit.publishedSequence(), true).clear();
            store(row, commit.windows());
        }
    }

    private static void store(Row row, WindowChanges changes) {
        changes.added().forEach(entry -> row.windowLog.put(entry.sequence(), new HashMap<>(entry.changes())));
        row.windowLog.headMap(changes.foldedThrough(), true).clear();
        changes.rows().forEach((key, state) -> {
            if (state == null) {
                row.windows.remove(key);
            } else {
                row.windows.put(key, state);
            }
        });
    }
}
