package io.millrace.consumer.kafka;

import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.FencedException;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Backoff;
import io.millrace.stream.Clock;
import io.millrace.stream.Landing;
import io.millrace.stream.PartitionLanding;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.TakeoverFacts;
import io.millrace.stream.run.OutageBoard;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records come to rest in a database: those of one poll are evaluated partition by partition and stored together, in one
 * transaction, at the end of the round.
 *
 * <p>While the database is away the batch is kept, and nothing is read: what was evaluated is never evaluated twice in one
 * life. A batch whose partition goes meanwhile is left to the next owner, who starts from what is stored.
 */
final class AlertsLanding implements Landing {

    private static final Logger log = LoggerFactory.getLogger(AlertsLanding.class);
    private static final long HOUSEKEEPING_MILLIS = 1_000;

    private final Tools tools;
    private final AlertStore store;
    private final OutboxPublisher publisher;
    private final AlertsMetrics metrics;
    private final Claimer claimer;
    /** Partitions that are taken over. */
    private final Map<PartitionId, AlertsPartition> held = new TreeMap<>();
    /** What was evaluated and is not stored yet. */
    private final Map<PartitionId, PartitionCommit> pending = new TreeMap<>();
    /** Partitions that another process was found to own, of which nothing more is heard until Kafka moves them. */
    private final Set<PartitionId> fenced = new HashSet<>();

    private RuleSet rules;
    private int failures;
    private long notBefore = Long.MIN_VALUE;
    private long nextHousekeeping = Long.MIN_VALUE;

    /**
     * Takes a partition over in the store.
     *
     * @see PartitionClaimer#claim
     */
    @FunctionalInterface
    interface Claimer {
        PartitionClaimer.Claimed claim(PartitionId id, TakeoverFacts facts, RuleSet rules)
                throws StoreUnavailableException, IOException;
    }

    /**
     * What it works with; everything in it is closed by whoever made it.
     *
     * @param generation the group's as of the last poll, to which the publisher's transactions are bound
     * @param database hears of failures of the store, of the landing's own as of those of partitions that wait for it
     * @param longestLeave how long the last publishing may take when it ends
     */
    record Tools(
            AlertStore store,
            OutboxPublisher publisher,
            AlertsMetrics metrics,
            Supplier<RuleSet> latestRules,
            Supplier<ConsumerGroupMetadata> generation,
            OutageBoard database,
            Health health,
            Supplier<Duration> longestLeave) {}

    private final Clock clock;
    private final RandomGenerator random;

    /** @param random spreads the pauses while the database is away */
    AlertsLanding(Tools tools, Claimer claimer, Clock clock, RandomGenerator random) {
        this.tools = tools;
        this.store = tools.store();
        this.publisher = tools.publisher();
        this.metrics = tools.metrics();
        this.claimer = claimer;
        this.clock = clock;
        this.random = random;
        this.rules = tools.latestRules().get();
        metrics.rules(rules);
    }

    @Override
    public PartitionLanding partition(PartitionId partition) {
        return new AlertsPartition(partition, this);
    }

    @Override
    public Readiness readiness() {
        if (isWaiting(clock.monotonicMillis())) {
            return Readiness.AWAY;
        }
        // Read only what can be taken at once.
        return pending.isEmpty() && !publisher.isCongested() ? Readiness.OPEN : Readiness.FULL;
    }

    private boolean isWaiting(long now) {
        return failures > 0 && now < notBefore;
    }

    /** What is not stored is read again by the next owner. */
    @Override
    public boolean toleratesUncommitted() {
        return true;
    }

    @Override
    public void beginRound() {
        publisher.requireRunning();
        // Partitions that were lost with the old generation have been let go within the poll.
        publisher.owner(tools.generation().get());
        RuleSet latest = tools.latestRules().get();
        if (latest != rules && pending.isEmpty()) {
            rules = latest;
            metrics.rules(latest);
            held.values().forEach(partition -> partition.useRules(latest));
        }
    }

    @Override
    public Collection<PartitionId> endRound(long now) {
        Set<PartitionId> lost = new HashSet<>();
        if (isWaiting(now)) {
            return lost;
        }
        storePending(lost);
        if (pending.isEmpty() && now >= nextHousekeeping) {
            nextHousekeeping = now + HOUSEKEEPING_MILLIS;
            // All that was read is stored. A marker left behind would look like a lost record once retention deletes
            // it.
            tidy(AlertsPartition::nextOffset, lost);
        }
        loadOutbox();
        return lost;
    }

    /** After the last round: what can be finished quickly. */
    @Override
    public void leave() {
        // Nobody who stops a service wants to wait for servers that are away.
        if (tools.database().isAway()) {
            return;
        }
        try {
            if (!publisher.drain(tools.longestLeave().get())) {
                log.info("Not everything is published yet; the next owner goes on with it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        storePending(new HashSet<>());
        if (pending.isEmpty()) {
            // No offset moves here.
            tidy(AlertsPartition::committedOffset, new HashSet<>());
        }
    }

    /** Claims the partition and takes over its outbox. */
    PartitionClaimer.Claimed claim(AlertsPartition partition, TakeoverFacts facts) throws IOException {
        PartitionId id = partition.id();
        try {
            PartitionClaimer.Claimed claimed = claimer.claim(id, facts, rules);
            answered();
            publisher.adopt(id, claimed.claim());
            metrics.lags().reached(id, claimed.claim().nextOffset());
            tools.health().up("partition " + id);
            held.put(id, partition);
            return claimed;
        } catch (StoreUnavailableException e) {
            tools.database().away(e);
            backOff();
            throw new IOException(e.getMessage(), e);
        }
    }

    void evaluate(AlertsPartition partition, OwnedPartition owned, RecordBatch records) throws TryLaterException {
        long start = System.nanoTime();
        PartitionCommit commit =
                owned.evaluate(HeldRecords.of(records), records.nextOffset(), publisher.published(partition.id()));
        if (pending.put(partition.id(), commit) != null) {
            throw new IllegalStateException("partition " + partition.id() + " was read on before its batch was stored");
        }
        metrics.evaluated(System.nanoTime() - start);
    }

    /** Past markers and compacted records. */
    void passed(PartitionId id, long position) {
        if (!pending.containsKey(id)) {
            metrics.lags().reached(id, position);
        }
    }

    /** What was read to the end of a bounded run is stored with this round. */
    void hurry() {
        nextHousekeeping = Long.MIN_VALUE;
    }

    /** Lets go of a partition, whether or not it is taken over; what was said of its fencing stays for now. */
    void letGo(PartitionId id) {
        held.remove(id);
        pending.remove(id);
        publisher.release(id);
        metrics.lags().forget(id);
        if (!fenced.remove(id)) {
            tools.health().up("partition " + id);
        }
    }

    private void storePending(Set<PartitionId> lost) {
        // Where one of them is somebody else's nothing was stored: once more without it.
        while (!pending.isEmpty() && store(List.copyOf(pending.values()), lost) == Outcome.FENCED) {
            log.debug("Storing what is left without the partition that was lost");
        }
    }

    private enum Outcome {
        STORED,
        FENCED,
        AWAY
    }

    private Outcome store(List<PartitionCommit> commits, Set<PartitionId> lost) {
        long start = System.nanoTime();
        try {
            store.store(commits);
            answered();
            metrics.storeTook(System.nanoTime() - start);
            commits.forEach(this::stored);
            return Outcome.STORED;
        } catch (FencedException e) {
            PartitionId id = e.partition();
            log.error("{}; dropping it here", e.getMessage());
            pending.remove(id);
            held.remove(id);
            fenced.add(id);
            lost.add(id);
            tools.health().down("partition " + id, e.getMessage());
            return Outcome.FENCED;
        } catch (StoreUnavailableException e) {
            tools.database().away(e);
            backOff();
            return Outcome.AWAY;
        }
    }

    private void stored(PartitionCommit commit) {
        PartitionId id = commit.batch().partition();
        pending.remove(id);
        held.get(id).stored(commit);
        publisher.offer(id, commit.outbox(), commit.batch().nextOffset());
        metrics.stored(commit.batch(), clock.millis());
        metrics.lags().reached(id, commit.batch().nextOffset());
    }

    /** Reads on where a former owner left more to publish than memory should hold at once. */
    private void loadOutbox() {
        for (PartitionId id : held.keySet()) {
            OptionalLong after = publisher.missingAfter(id);
            if (after.isPresent()) {
                try {
                    publisher.load(id, store.outbox(id, after.getAsLong()));
                    answered();
                } catch (StoreUnavailableException e) {
                    tools.database().away(e);
                    backOff();
                    return;
                }
            }
        }
    }

    /** What fails is tried again as it is: it may have taken effect, and the next batch begins where it ends. */
    private void tidy(ToLongFunction<AlertsPartition> readTo, Set<PartitionId> lost) {
        for (AlertsPartition partition : held.values()) {
            partition
                    .housekeeping(publisher.published(partition.id()), readTo.applyAsLong(partition))
                    .ifPresent(commit -> pending.put(partition.id(), commit));
        }
        storePending(lost);
    }

    private void answered() {
        failures = 0;
        tools.database().answered();
    }

    private void backOff() {
        failures++;
        notBefore = clock.monotonicMillis()
                + Backoff.STANDARD.pause(failures, random).toMillis();
    }
}
