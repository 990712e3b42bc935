package io.millrace.consumer.kafka;

import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import io.millrace.stream.PartitionLanding;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.util.Optional;

/** One partition in the database. Commits with all the others of its thread, at the end of the round. */
final class AlertsPartition implements PartitionLanding {

    private final PartitionId id;
    private final AlertsLanding landing;
    /** Null while the partition is not taken over. */
    private OwnedPartition owned;

    private long readTo;

    AlertsPartition(PartitionId id, AlertsLanding landing) {
        this.id = id;
        this.landing = landing;
    }

    PartitionId id() {
        return id;
    }

    @Override
    public long takeOver(TakeoverFacts facts, long now) throws IOException {
        PartitionClaimer.Claimed claimed = landing.claim(this, facts);
        owned = claimed.owned();
        readTo = claimed.position();
        return readTo;
    }

    @Override
    public void write(RecordBatch records, long now) throws TryLaterException {
        if (records.size() > 0) {
            landing.evaluate(this, owned, records);
        } else {
            landing.passed(id, records.nextOffset());
        }
        // Not before: what nobody can read now was not read.
        readTo = records.nextOffset();
    }

    @Override
    public void tick(long now) {
        // What is due by time concerns all partitions together.
    }

    @Override
    public void commit() {
        landing.hurry();
    }

    @Override
    public long nextOffset() {
        return readTo;
    }

    @Override
    public long committedOffset() {
        return owned.storedOffset();
    }

    /** The group is told by the publisher, in the transaction that publishes. */
    @Override
    public Optional<RecordSource.Committed> committed() {
        return Optional.empty();
    }

    @Override
    public void release() {
        abandon();
    }

    @Override
    public void abandon() {
        owned = null;
        landing.letGo(id);
    }

    void useRules(RuleSet rules) {
        owned.useRules(rules);
    }

    void stored(PartitionCommit commit) {
        owned.stored(commit);
    }

    /** A commit without records; empty if it would say nothing new. */
    Optional<PartitionCommit> housekeeping(long published, long position) {
        long nextOffset = Math.max(owned.storedOffset(), position);
        return owned.hasForgettable(published) || nextOffset > owned.storedOffset()
                ? Optional.of(owned.housekeeping(published, nextOffset))
                : Optional.empty();
    }
}
