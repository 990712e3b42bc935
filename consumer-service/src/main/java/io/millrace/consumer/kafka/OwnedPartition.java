package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.PartitionBatch;
import io.millrace.consumer.engine.PartitionEngine;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.WindowChanges;
import io.millrace.consumer.store.WindowLog;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import java.util.List;
import java.util.Map;

/** A claimed partition: its engine, and what the store knows of it. Used by one thread. */
final class OwnedPartition {

    private final PartitionId id;
    private final long epoch;
    private final PartitionEngine engine;
    private final OutboxComposer composer;
    private final WindowLog windowLog;
    private long storedOffset;
    private long outboxSequence;
    private long forgotten;
    private EventClock clock;

    OwnedPartition(PartitionId id, Claim claim, PartitionEngine engine, OutboxComposer composer) {
        this.id = id;
        this.epoch = claim.epoch();
        this.engine = engine;
        this.composer = composer;
        this.windowLog = claim.windowLog();
        this.storedOffset = claim.nextOffset();
        this.outboxSequence = claim.outboxSequence();
        this.clock = claim.clock();
    }

    PartitionId id() {
        return id;
    }

    /** First offset that is not stored. */
    long storedOffset() {
        return storedOffset;
    }

    void useRules(RuleSet rules) {
        engine.useRules(rules);
    }

    /** Evaluates records; the result has to be stored, and then {@link #stored} told. */
    PartitionCommit evaluate(List<HeldRecord> records, long nextOffset, long published) throws TryLaterException {
        PartitionBatch batch = engine.process(records, nextOffset);
        List<OutboxEntry> entries = composer.entries(batch, outboxSequence);
        return new PartitionCommit(
                batch,
                epoch,
                storedOffset,
                outboxSequence + entries.size(),
                entries,
                forgettable(published),
                windowLog.add(batch.changedKeys()));
    }

    /**
     * A commit without records: forgets published entries and moves past what holds none.
     *
     * @param nextOffset where the next record can stand: behind transaction markers and compacted records, or where the
     *     stored offset is
     */
    PartitionCommit housekeeping(long published, long nextOffset) {
        PartitionBatch nothing =
                new PartitionBatch(id, nextOffset, 0, List.of(), List.of(), clock, Map.of(), Map.of(), Map.of());
        return new PartitionCommit(
                nothing, epoch, storedOffset, outboxSequence, List.of(), forgettable(published), WindowChanges.NONE);
    }

    boolean hasForgettable(long published) {
        return published > forgotten;
    }

    private long forgettable(long published) {
        return published > forgotten ? published : 0;
    }

    void stored(PartitionCommit commit) {
        storedOffset = commit.batch().nextOffset();
        outboxSequence = commit.outboxSequence();
        clock = commit.batch().clock();
        forgotten = Math.max(forgotten, commit.publishedSequence());
    }
}
