package io.millrace.consumer.kafka;

import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.FencedException;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, evaluates, stores; one batch at a time, on one thread.
 *
 * <p>While the database is away the loop goes on polling with everything paused, so that the group keeps this process as
 * a member, and tries the same batch again: what was evaluated is never evaluated twice in one life.
 */
final class AlertsLoop {

    private static final Logger log = LoggerFactory.getLogger(AlertsLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration POLL_WHILE_WAITING = Duration.ofMillis(50);
    private static final String POLLING = "polling";
    private static final String THE_END = "the end of a bounded run";
    private static final Duration HOUSEKEEPING_EVERY = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Ownership ownership;
    private final Claimer claimer;
    private final AlertStore store;
    private final OutboxPublisher publisher;
    private final AlertsMetrics metrics;
    private final Supplier<RuleSet> latestRules;
    private final Outage databaseOutage;
    private final Failing failing;
    private final Health health;
    private final ShutdownSignal stop;
    private final Clock clock;
    private List<PartitionCommit> pending = List.of();
    private RuleSet rules;
    private long notBefore = System.nanoTime();
    private long lastHousekeeping = System.nanoTime();

    /** Takes a partition over; see {@link PartitionClaimer#claim}. */
    @FunctionalInterface
    interface Claimer {
        OwnedPartition claim(PartitionId id, RuleSet rules) throws StoreUnavailableException;
    }

    /** What the loop works with; everything in it is closed by whoever made it. */
    record Parts(
            Consumer<byte[], byte[]> consumer,
            Ownership ownership,
            Claimer claimer,
            AlertStore store,
            OutboxPublisher publisher,
            AlertsMetrics metrics,
            Supplier<RuleSet> latestRules,
            Outage databaseOutage,
            Outage readOutage,
            Health health,
            ShutdownSignal stop,
            Clock clock) {}

    AlertsLoop(Parts parts) {
        this.consumer = parts.consumer();
        this.ownership = parts.ownership();
        this.claimer = parts.claimer();
        this.store = parts.store();
        this.publisher = parts.publisher();
        this.metrics = parts.metrics();
        this.latestRules = parts.latestRules();
        this.databaseOutage = parts.databaseOutage();
        this.failing = new Failing(parts.readOutage(), System::nanoTime);
        this.health = parts.health();
        this.stop = parts.stop();
        this.clock = parts.clock();
        this.rules = latestRules.get();
        metrics.rules(rules);
    }

    /**
     * Goes round until the stop is requested.
     *
     * @param finished ends it earlier: decides whether a bounded run has seen all that it was started for
     * @param progress runs once in each round
     * @throws org.apache.kafka.common.KafkaException if Kafka refuses for good what is read or published
     */
    void run(Predicate<Collection<OwnedPartition>> finished, Runnable progress) {
        while (!stop.isRequested()) {
            progress.run();
            publisher.requireRunning();
            useLatestRules();
            if (System.nanoTime() - notBefore >= 0) {
                storePending();
                claimOutstanding();
                loadOutbox();
            }
            // Read only what can be taken at once.
            boolean waiting = !pending.isEmpty() || publisher.isCongested();
            pauseOrResume(waiting);
            ConsumerRecords<byte[], byte[]> records = poll(waiting ? POLL_WHILE_WAITING : POLL);
            publisher.owner(consumer.groupMetadata());
            if (!records.isEmpty()) {
                pending = evaluate(records);
                storePending();
            } else if (pending.isEmpty()) {
                // Past markers and compacted records.
                ownership
                        .all()
                        .forEach(owned -> Positions.known(consumer, owned.id())
                                .ifPresent(position -> metrics.reached(owned.id(), position)));
                housekeep();
                if (isReached(finished)) {
                    return;
                }
            }
        }
    }

    private boolean isReached(Predicate<Collection<OwnedPartition>> finished) {
        if (!ownership.unclaimed().isEmpty() || !failing.isDue(THE_END)) {
            return false;
        }
        try {
            boolean reached = finished.test(ownership.all());
            failing.answered(THE_END);
            return reached;
        } catch (RetriableException e) {
            failing.failed(THE_END, e);
            return false;
        }
    }

    /** After the last round: what can be finished quickly. */
    void finish(Duration atMost) throws InterruptedException {
        // Nobody who stops a service wants to wait for servers that are away.
        if (databaseOutage.ongoing()) {
            return;
        }
        if (!publisher.drain(atMost)) {
            log.info("Not everything is published yet; the next owner goes on with it");
        }
        // What was read last may not be stored: no offset moves here.
        tidy(OwnedPartition::storedOffset);
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(atMost);
            failing.answered(POLLING);
            return records;
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) {
            // Retention has overtaken the reader; claiming anew finds out by how much and says so.
            e.partitions().forEach(ownership::reclaim);
            return ConsumerRecords.empty();
        } catch (RetriableException e) {
            failing.failed(POLLING, e);
            return ConsumerRecords.empty();
        }
    }

    private void pauseOrResume(boolean waiting) {
        Set<TopicPartition> paused = consumer.paused();
        for (OwnedPartition partition : ownership.all()) {
            TopicPartition id = Ownership.topicPartition(partition.id());
            if (waiting && !paused.contains(id)) {
                consumer.pause(Set.of(id));
            } else if (!waiting && paused.contains(id)) {
                consumer.resume(Set.of(id));
            }
        }
    }

    private List<PartitionCommit> evaluate(ConsumerRecords<byte[], byte[]> records) {
        long start = System.nanoTime();
        List<PartitionCommit> commits = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            PartitionId id = Ownership.id(partition);
            OwnedPartition owned = ownership.owned(id);
            if (owned != null) {
                List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
                List<HeldRecord> sources = new ArrayList<>(ofPartition.size());
                ofPartition.forEach(record -> sources.add(SourceRecords.of(id, record)));
                commits.add(owned.evaluate(
                        sources, records.nextOffsets().get(partition).offset(), publisher.published(id)));
            }
        }
        metrics.evaluated(System.nanoTime() - start);
        return commits;
    }

    private void storePending() {
        // What was revoked meanwhile belongs to somebody else, who starts from what is stored.
        List<PartitionCommit> mine = pending.stream()
                .filter(commit -> ownership.owned(commit.batch().partition()) != null)
                .toList();
        pending = mine;
        if (mine.isEmpty()) {
            return;
        }
        if (store(mine)) {
            pending = List.of();
        }
    }

    /** True if the commits are dealt with: stored, or lost for good. */
    private boolean store(List<PartitionCommit> commits) {
        long start = System.nanoTime();
        try {
            store.store(commits);
            databaseOutage.healed();
            metrics.storeTook(System.nanoTime() - start);
            commits.forEach(this::stored);
            return true;
        } catch (FencedException e) {
            log.error("{}; dropping it here", e.getMessage());
            ownership.release(e.partition());
            consumer.pause(assignedOf(e.partition()));
            health.down("partition " + e.partition(), e.getMessage());
            return false;
        } catch (StoreUnavailableException e) {
            backOff(e);
            return false;
        }
    }

    private Set<TopicPartition> assignedOf(PartitionId id) {
        TopicPartition partition = Ownership.topicPartition(id);
        return consumer.assignment().contains(partition) ? Set.of(partition) : Set.of();
    }

    private void stored(PartitionCommit commit) {
        PartitionId id = commit.batch().partition();
        ownership.owned(id).stored(commit);
        publisher.offer(id, commit.outbox(), commit.batch().nextOffset());
        metrics.stored(commit.batch(), clock.millis());
        metrics.reached(id, commit.batch().nextOffset());
    }

    private void claimOutstanding() {
        Set<PartitionId> unclaimed = ownership.unclaimed();
        failing.forget(subject -> subject instanceof PartitionId && !unclaimed.contains(subject));
        for (PartitionId id : unclaimed) {
            if (!failing.isDue(id)) {
                continue;
            }
            try {
                OwnedPartition claimed = claimer.claim(id, rules);
                ownership.claimed(claimed);
                metrics.reached(id, claimed.storedOffset());
                health.up("partition " + id);
                databaseOutage.healed();
                failing.answered(id);
            } catch (StoreUnavailableException e) {
                backOff(e);
                return;
            } catch (TimeoutException e) {
                // The next one may take as long: it has its turn after a poll, which keeps this process in the group.
                failing.failed(id, e);
                return;
            } catch (RetriableException e) {
                failing.failed(id, e);
            }
        }
    }

    /** Reads on where a former owner left more to publish than memory should hold at once. */
    private void loadOutbox() {
        for (OwnedPartition partition : ownership.all()) {
            OptionalLong after = publisher.missingAfter(partition.id());
            if (after.isPresent()) {
                try {
                    publisher.load(partition.id(), store.outbox(partition.id(), after.getAsLong()));
                    databaseOutage.healed();
                } catch (StoreUnavailableException e) {
                    backOff(e);
                    return;
                }
            }
        }
    }

    private void backOff(StoreUnavailableException cause) {
        notBefore = System.nanoTime()
                + Backoff.STANDARD
                        .pause(databaseOutage.failed(cause), ThreadLocalRandom.current())
                        .toNanos();
    }

    private void housekeep() {
        if (System.nanoTime() - lastHousekeeping >= HOUSEKEEPING_EVERY.toNanos()) {
            lastHousekeeping = System.nanoTime();
            // All that was read is stored. A marker left behind would look like a lost record once retention deletes
            // it.
            tidy(partition -> Positions.known(consumer, partition.id()).orElse(partition.storedOffset()));
        }
    }

    private void tidy(ToLongFunction<OwnedPartition> readTo) {
        List<PartitionCommit> commits = new ArrayList<>();
        for (OwnedPartition partition : ownership.all()) {
            long published = publisher.published(partition.id());
            long nextOffset = Math.max(partition.storedOffset(), readTo.applyAsLong(partition));
            if (partition.hasForgettable(published) || nextOffset > partition.storedOffset()) {
                commits.add(partition.housekeeping(published, nextOffset));
            }
        }
        if (!commits.isEmpty() && System.nanoTime() - notBefore >= 0) {
            store(commits);
        }
    }

    private void useLatestRules() {
        RuleSet latest = latestRules.get();
        if (latest != rules && pending.isEmpty()) {
            rules = latest;
            metrics.rules(latest);
            ownership.all().forEach(partition -> partition.useRules(latest));
        }
    }
}
