package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.EventFormat;
import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.engine.PartitionEngine;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.FencedException;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.consumer.store.WindowLog;
import io.millrace.record.PartitionId;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The loop against Kafka's own in-memory consumer and a store that fails when told to. */
class AlertsLoopTest {

    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);
    private static final TopicPartition THIRD = new TopicPartition("t", 2);

    /** How often the next calls for a position find that Kafka has to be asked first, and does not answer. */
    private int positionsUnknown;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized long position(TopicPartition partition) {
            if (positionsUnknown > 0) {
                positionsUnknown--;
                throw new TimeoutException("no answer");
            }
            return super.position(partition);
        }
    };
    private final MemoryStore store = new MemoryStore();
    private final ShutdownSignal stop = new ShutdownSignal();
    private final Health health = new Health();
    private final AlertsMetrics metrics = new AlertsMetrics(new SimpleMeterRegistry());
    private final Map<PartitionId, RetriableException> leaderless = new ConcurrentHashMap<>();
    private final Deque<Runnable> rounds = new ArrayDeque<>();
    private final Ownership ownership;
    private final AlertsLoop loop;

    AlertsLoopTest() {
        Outage database = outage("the database");
        OutboxPublisher publisher = new OutboxPublisher(new NoKafka(), outage("publishing"), count -> {});
        ownership = new Ownership(consumer, id -> {
            publisher.release(id);
            health.up("partition " + id);
        });
        OutboxComposer composer = new OutboxComposer(Optional.of("alerts"), "dead");
        RuleSet rules = RuleSet.builtIn();
        loop = new AlertsLoop(new AlertsLoop.Parts(
                consumer,
                ownership,
                (id, latest) -> {
                    if (leaderless.containsKey(id)) {
                        throw leaderless.get(id);
                    }
                    Claim claim = store.claim(id, "topic-id", 0);
                    consumer.seek(Ownership.topicPartition(id), claim.nextOffset());
                    publisher.adopt(id, claim);
                    EventReader reader = new EventReader(Map.of("t", EventFormat.JSON));
                    PartitionEngine engine = new PartitionEngine(
                            "topic-id", id, reader, latest, Duration.ofDays(1), claim.clock(), claim.windows());
                    return new OwnedPartition(id, claim, engine, composer);
                },
                store,
                publisher,
                metrics,
                () -> rules,
                database,
                outage("Kafka"),
                health,
                stop,
                Clock.systemUTC()));
        consumer.subscribe(List.of("t"), ownership);
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L, THIRD, 0L));
        consumer.updateEndOffsets(Map.of(FIRST, 0L, SECOND, 0L, THIRD, 0L));
    }

    private Outage outage(String subject) {
        return new Outage(subject, health, LoggerFactory.getLogger("test"), Clock.systemUTC());
    }

    @Test
    void aPartitionIsReadFromTheStoredOffsetWhateverKafkaThinks() {
        store.offsets.put(Ownership.id(FIRST), 2L);
        run(() -> consumer.rebalance(List.of(FIRST)), () -> {
            add(FIRST, 0, 1, 2, 3);
        });

        assertThat(store.alerts).containsExactlyInAnyOrder("t-0@2", "t-0@3");
    }

    @Test
    void anOutageInTheMiddleKeepsTheBatchAndStoresItOnce() {
        store.failures.add(() -> new StoreUnavailableException("away", null));
        store.failures.add(() -> new StoreUnavailableException("away", null));
        run(() -> consumer.rebalance(List.of(FIRST)), () -> add(FIRST, 0, 1));

        assertThat(store.alerts).containsExactlyInAnyOrder("t-0@0", "t-0@1");
        assertThat(metrics.alertsRaised()).isEqualTo(2);
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void aFailureAfterTheStoreTookEffectDoesNotStoreTwice() {
        store.failAfterEffect = true;
        run(() -> consumer.rebalance(List.of(FIRST)), () -> add(FIRST, 0, 1));

        assertThat(store.alerts).containsExactlyInAnyOrder("t-0@0", "t-0@1");
        assertThat(metrics.recordsConsumed()).isEqualTo(2);
    }

    @Test
    void aPartitionLostToAnotherOwnerIsDroppedAndTheOthersGoOn() {
        run(() -> consumer.rebalance(List.of(FIRST, SECOND)), () -> store.claimedByAnother(Ownership.id(FIRST)), () -> {
            add(FIRST, 0);
            add(SECOND, 0);
        });

        assertThat(store.alerts).containsExactly("t-1@0");
        assertThat(ownership.owned(Ownership.id(FIRST))).isNull();
        assertThat(health.problems()).containsOnlyKeys("partition t-0");
        assertThat(consumer.paused()).contains(FIRST);
    }

    @Test
    void aPartitionLostToAnotherOwnerIsNoLongerTalkedOfWhenTheGroupHasMovedItOn() {
        Set<String> problemsMeanwhile = new HashSet<>();
        run(
                () -> consumer.rebalance(List.of(FIRST, SECOND)),
                () -> store.claimedByAnother(Ownership.id(FIRST)),
                () -> add(FIRST, 0),
                () -> {
                    problemsMeanwhile.addAll(health.problems().keySet());
                    consumer.rebalance(List.of(SECOND));
                });

        assertThat(problemsMeanwhile).containsExactly("partition t-0");
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void aBatchOfAPartitionThatWasRevokedMeanwhileIsLeftToTheNextOwner() {
        store.failures.add(() -> new StoreUnavailableException("away", null));
        run(
                () -> consumer.rebalance(List.of(FIRST, SECOND)),
                () -> {
                    add(FIRST, 0);
                    add(SECOND, 0);
                },
                () -> consumer.rebalance(List.of(SECOND)));

        assertThat(store.alerts).containsExactly("t-1@0");
    }

    @Test
    void aPositionThatHasToBeAskedForFirstAndAnEndThatIsNotToldAreNoReasonToEnd() {
        int[] asked = {0};
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(FIRST));
            positionsUnknown = 2;
        });
        loop.run(
                owned -> {
                    if (++asked[0] == 1) {
                        throw new TimeoutException("no answer");
                    }
                    return true;
                },
                () -> {});

        assertThat(asked[0]).isEqualTo(2);
        assertThat(positionsUnknown).isZero();
    }

    @Test
    void whatAFormerOwnerLeftInTheOutboxIsReadPartByPartBeforeMoreIsStored() {
        store.outboxSequence = 3;
        store.unpublished = List.of(new OutboxEntry(1, "alerts", new byte[0], new byte[0], List.of()));
        store.failures.add(() -> new StoreUnavailableException("away", null));
        rounds.addAll(List.of(() -> consumer.rebalance(List.of(FIRST)), () -> add(FIRST, 0)));
        consumer.schedulePollTask(this::step);
        loop.run(owned -> !store.alerts.isEmpty(), () -> {});

        assertThat(store.reads).containsExactly(1L, 2L);
        assertThat(store.alerts).containsExactly("t-0@0");
    }

    @Test
    void partitionsThatKafkaDoesNotAnswerForKeepNoOtherWaitingAndAreNotHealedByIt() {
        leaderless.put(Ownership.id(FIRST), new LeaderNotAvailableException("no leader"));
        leaderless.put(Ownership.id(SECOND), new TimeoutException("no answer"));
        List<String> alertsMeanwhile = new ArrayList<>();
        Set<String> problemsMeanwhile = new HashSet<>();
        run(() -> consumer.rebalance(List.of(FIRST, SECOND, THIRD)), () -> add(THIRD, 0), () -> {}, () -> {
            alertsMeanwhile.addAll(store.alerts);
            problemsMeanwhile.addAll(health.problems().keySet());
            leaderless.clear();
        });

        assertThat(alertsMeanwhile).containsExactly("t-2@0");
        assertThat(problemsMeanwhile).containsExactly("Kafka");
        assertThat(ownership.unclaimed()).isEmpty();
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void whatIsNoRecordIsPassedInTheStoreToo() {
        rounds.addAll(List.of(
                () -> consumer.rebalance(List.of(FIRST)),
                () -> add(FIRST, 0),
                // As a transaction's marker moves it.
                () -> consumer.seek(FIRST, 2)));
        consumer.schedulePollTask(this::step);
        loop.run(owned -> rounds.isEmpty() && store.offsets.get(Ownership.id(FIRST)) == 2, () -> {});

        assertThat(store.alerts).containsExactly("t-0@0");
        assertThat(metrics.recordsConsumed()).isEqualTo(1);
    }

    /** Runs each step before one round of the loop, then goes on until nothing is left to store, then stops. */
    private void run(Runnable... steps) {
        rounds.addAll(List.of(steps));
        consumer.schedulePollTask(this::step);
        loop.run(owned -> rounds.isEmpty() && store.failures.isEmpty() && !store.failAfterEffect, () -> {});
    }

    private void step() {
        if (!rounds.isEmpty()) {
            rounds.poll().run();
            consumer.schedulePollTask(this::step);
        }
    }

    private void add(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            // The mock hands out whatever it is given; a broker would begin at the position.
            if (offset >= consumer.position(partition)) {
                consumer.addRecord(new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, null, """
                        {"device_id":"d","type":"temperature","value":31,"unit":"°C","timestamp":"2026-03-01T12:00:00Z"}""".getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    /** Keeps what it is given in memory, by the same rules as the database. */
    private static final class MemoryStore implements AlertStore {
        private final Map<PartitionId, Long> offsets = new HashMap<>();
        private final Map<PartitionId, Long> epochs = new HashMap<>();
        private final List<String> alerts = new ArrayList<>();
        private final Deque<Supplier<StoreUnavailableException>> failures = new ArrayDeque<>();
        private final Set<PartitionId> lost = new HashSet<>();
        private final List<Long> reads = new ArrayList<>();
        private boolean failAfterEffect;
        private long outboxSequence;
        private List<OutboxEntry> unpublished = List.of();

        void claimedByAnother(PartitionId partition) {
            lost.add(partition);
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public Claim claim(PartitionId partition, String topicId, long startIfNew) {
            long epoch = epochs.merge(partition, 1L, Long::sum);
            long offset = offsets.computeIfAbsent(partition, id -> startIfNew);
            return new Claim(
                    epoch, offset, "box", outboxSequence, EventClock.START, Map.of(), new WindowLog(), unpublished);
        }

        @Override
        public List<OutboxEntry> outbox(PartitionId partition, long after) throws StoreUnavailableException {
            if (!failures.isEmpty()) {
                throw failures.poll().get();
            }
            reads.add(after);
            return after == 3
                    ? List.of()
                    : List.of(new OutboxEntry(after + 1, "alerts", new byte[0], new byte[0], List.of()));
        }

        @Override
        public void store(List<PartitionCommit> commits) throws FencedException, StoreUnavailableException {
            if (!failures.isEmpty()) {
                throw failures.poll().get();
            }
            for (PartitionCommit commit : commits) {
                PartitionId id = commit.batch().partition();
                if (lost.contains(id)) {
                    throw new FencedException(id, "partition " + id + " belongs to another");
                }
            }
            for (PartitionCommit commit : commits) {
                PartitionId id = commit.batch().partition();
                if (offsets.get(id) == commit.batch().nextOffset()) {
                    continue;
                }
                assertThat(offsets.get(id)).isEqualTo(commit.fromOffset());
                offsets.put(id, commit.batch().nextOffset());
                commit.batch().alerts().forEach(alert -> alerts.add(id + "@" + alert.offset()));
            }
            if (failAfterEffect) {
                failAfterEffect = false;
                throw new StoreUnavailableException("the answer was lost", null);
            }
        }

        @Override
        public void close() {}
    }

    /** The publisher is not started here. */
    private static final class NoKafka implements OutboxTransport {
        @Override
        public void reset() {}

        @Override
        public Map<PartitionId, Optional<String>> committedMetadata(List<PartitionId> partitions) {
            return Map.of();
        }

        @Override
        public void publish(Map<PartitionId, OutboxTransport.Offer> offers, ConsumerGroupMetadata owner) {}

        @Override
        public void close() {}
    }
}
