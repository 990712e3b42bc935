package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.consumer.store.WindowLog;
import io.millrace.record.PartitionId;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutboxPublisherTest {

    private static final PartitionId PARTITION = new PartitionId("t", 0);
    private static final PartitionId OTHER = new PartitionId("t", 1);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeKafka kafka = new FakeKafka();
    private final AtomicLong count = new AtomicLong();
    private final OutboxPublisher publisher = new OutboxPublisher(
            kafka,
            new Outage("kafka", new Health(), LoggerFactory.getLogger("test"), Clock.systemUTC()),
            count::addAndGet);

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void entriesArePublishedInOrderWithTheNumberOfTheLast() throws Exception {
        publisher.adopt(PARTITION, claim("box", List.of()));
        begin(1);
        publisher.offer(PARTITION, List.of(entry(1), entry(2)), 20);

        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(kafka.topic()).containsExactly("1", "2");
        assertThat(kafka.metadata(PARTITION)).isEqualTo("box:2");
        assertThat(kafka.offset(PARTITION)).isEqualTo(20);
        assertThat(publisher.published(PARTITION)).isEqualTo(2);
        assertThat(count).hasValue(2);
    }

    @Test
    void anOffsetWithoutEntriesIsToldToo() throws Exception {
        publisher.adopt(PARTITION, claim("box", List.of()));
        begin(1);
        publisher.offer(PARTITION, List.of(), 33);

        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(kafka.offset(PARTITION)).isEqualTo(33);
    }

    @Test
    void aNewOwnerPublishesOnlyWhatTheFormerOneDidNot() throws Exception {
        kafka.commit(PARTITION, 10, "box:2");
        publisher.adopt(PARTITION, claim("box", List.of(entry(1), entry(2), entry(3))));
        begin(1);

        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(kafka.topic()).containsExactly("3");
    }

    @Test
    void whatAFormerOwnersOpenTransactionMayHavePublishedIsNotPublishedBeforeItHasEnded() throws Exception {
        kafka.commit(PARTITION, 10, "box:1");
        kafka.open(PARTITION);
        publisher.adopt(PARTITION, claim("box", List.of(entry(2), entry(3))));
        publisher.adopt(OTHER, claim("other", List.of(entry(7))));
        begin(1);
        await().atMost(SOON).until(() -> kafka.asked > 2);
        assertThat(kafka.topic()).containsExactly("7");

        kafka.end(12, "box:2");

        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(kafka.topic()).containsExactly("7", "3");
        assertThat(kafka.resets).isEqualTo(1);
    }

    @Test
    void numbersOfAnotherDatabaseSayNothing() throws Exception {
        kafka.commit(PARTITION, 10, "another box:99");
        publisher.adopt(PARTITION, claim("box", List.of(entry(1))));
        begin(1);

        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(kafka.topic()).containsExactly("1");
    }

    @Test
    void aTransactionThatFailsIsRepeated() throws Exception {
        kafka.next.add(Fault.BEFORE);
        publishTwo();

        assertThat(kafka.topic()).containsExactly("1", "2");
    }

    @Test
    void aTransactionThatFailsAfterTakingEffectIsNotRepeated() throws Exception {
        kafka.next.add(Fault.AFTER);
        publishTwo();

        assertThat(kafka.topic()).containsExactly("1", "2");
        assertThat(kafka.resets).isEqualTo(2);
    }

    @Test
    void whatKafkaRefusesForGoodEndsPublishingWithTheReason() throws Exception {
        kafka.next.add(Fault.RIGHTS);
        kafka.next.add(Fault.RIGHTS);
        publisher.adopt(PARTITION, claim("box", List.of(entry(1))));
        begin(1);

        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(publisher::requireRunning)
                        .hasCauseInstanceOf(TopicAuthorizationException.class));
    }

    @Test
    void anErrorOfThePublishersThreadIsHeardOf() throws Exception {
        kafka.next.add(Fault.MEMORY);
        publisher.adopt(PARTITION, claim("box", List.of(entry(1))));
        begin(1);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThatThrownBy(publisher::requireRunning).hasCauseInstanceOf(OutOfMemoryError.class));
    }

    @Test
    void aRefusalThatIsOverAtTheNextTryEndsNothing() throws Exception {
        kafka.next.add(Fault.RIGHTS);
        publishTwo();

        assertThat(kafka.topic()).containsExactly("1", "2");
        publisher.requireRunning();
    }

    @Test
    void closingLeavesACallThatNeverReturns() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch inCall = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        OutboxTransport frozen = new OutboxTransport() {
            @Override
            public void reset() {
                inCall.countDown();
                // A call that does not even hear of an interrupt.
                while (never.getCount() > 0) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        assertThat(never.getCount()).isPositive();
                    }
                }
            }

            @Override
            public Map<PartitionId, Optional<String>> committedMetadata(List<PartitionId> partitions) {
                return Map.of();
            }

            @Override
            public void publish(Map<PartitionId, OutboxTransport.Offer> offers, ConsumerGroupMetadata owner) {}

            @Override
            public void close() {
                closed.countDown();
            }
        };
        Outage outage = new Outage("kafka", new Health(), LoggerFactory.getLogger("test"), Clock.systemUTC());
        OutboxPublisher stuck = new OutboxPublisher(frozen, outage, sent -> {}, Duration.ofMillis(1));
        stuck.adopt(PARTITION, claim("box", List.of(entry(1))));
        stuck.owner(generation(1));
        stuck.start();
        inCall.await();

        stuck.close();

        assertThat(closed.getCount()).isZero();
        never.countDown();
    }

    @Test
    void aTransactionHasABoundInBytesAndOneEntryIsTakenWhateverItsSize() throws Exception {
        byte[] large = new byte[10 << 20];
        byte[] huge = new byte[20 << 20];
        publisher.adopt(
                PARTITION, claim("box", List.of(entry(1, large), entry(2, large), entry(3, huge), entry(4, large))));
        begin(1);

        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(kafka.transactions).isEqualTo(4);
        assertThat(kafka.metadata(PARTITION)).isEqualTo("box:4");
    }

    @Test
    void noMoreIsToBeStoredWhileTooManyBytesWait() {
        byte[] large = new byte[20 << 20];
        publisher.adopt(PARTITION, claim("box", List.of()));
        publisher.offer(PARTITION, List.of(entry(1, large), entry(2, large), entry(3, large)), 13);
        assertThat(publisher.isCongested()).isFalse();
        publisher.offer(PARTITION, List.of(entry(4, large)), 14);
        assertThat(publisher.isCongested()).isTrue();
    }

    @Test
    void whatIsStoredWhileEarlierEntriesAreNotInMemoryIsPublishedAfterThem() throws Exception {
        publisher.adopt(
                PARTITION, new Claim(1, 10, "box", 3, EventClock.START, Map.of(), new WindowLog(), List.of(entry(1))));
        assertThat(publisher.isCongested()).isTrue();
        publisher.offer(PARTITION, List.of(entry(4)), 20);
        begin(1);
        assertThat(publisher.drain(SOON)).isFalse();
        assertThat(kafka.topic()).containsExactly("1");

        assertThat(publisher.missingAfter(PARTITION)).hasValue(1);
        publisher.load(PARTITION, List.of(entry(2), entry(3)));
        assertThat(publisher.missingAfter(PARTITION)).hasValue(3);
        publisher.load(PARTITION, List.of(entry(4)));

        assertThat(publisher.missingAfter(PARTITION)).isEmpty();
        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(publisher.isCongested()).isFalse();
        assertThat(kafka.topic()).containsExactly("1", "2", "3", "4");
        assertThat(kafka.metadata(PARTITION)).isEqualTo("box:4");
    }

    private void publishTwo() throws InterruptedException {
        publisher.adopt(PARTITION, claim("box", List.of(entry(1), entry(2))));
        begin(1);
        assertThat(publisher.drain(SOON)).isTrue();
    }

    @Test
    void aFormerOwnerPublishesNothingUntilItHasTheNewGeneration() throws Exception {
        kafka.generation = 2;
        publisher.adopt(PARTITION, claim("box", List.of(entry(1))));
        begin(1);
        await().atMost(SOON).until(() -> kafka.refused > 0);
        assertThat(kafka.topic()).isEmpty();

        publisher.release(PARTITION);
        publisher.adopt(OTHER, claim("other", List.of(entry(7))));
        publisher.owner(generation(2));

        assertThat(publisher.drain(SOON)).isTrue();
        assertThat(kafka.topic()).containsExactly("7");
    }

    private void begin(int generation) {
        publisher.owner(generation(generation));
        publisher.start();
    }

    /** Kafka's clients make such objects themselves; there is no other way to have one in a test. */
    @SuppressWarnings("removal")
    private static ConsumerGroupMetadata generation(int number) {
        return new ConsumerGroupMetadata("group", number, "member", Optional.empty());
    }

    private static Claim claim(String outboxId, List<OutboxEntry> unpublished) {
        return new Claim(1, 10, outboxId, 0, EventClock.START, Map.of(), new WindowLog(), unpublished);
    }

    private static OutboxEntry entry(long sequence) {
        return entry(sequence, new byte[] {(byte) ('0' + sequence)});
    }

    private static OutboxEntry entry(long sequence, byte[] value) {
        return new OutboxEntry(sequence, "alerts", null, value, List.of());
    }

    private enum Fault {
        BEFORE,
        AFTER,
        RIGHTS,
        MEMORY
    }

    /** A topic and committed offsets that change together, with faults on order. */
    private static final class FakeKafka implements OutboxTransport {
        private final List<String> records = new ArrayList<>();
        private final Map<PartitionId, String> metadata = new HashMap<>();
        private final Map<PartitionId, Long> offsets = new HashMap<>();
        private final Deque<Fault> next = new ArrayDeque<>();
        private volatile int generation = 1;
        private volatile int refused;
        private volatile int resets;
        private volatile int asked;
        private int transactions;
        private PartitionId open;

        @Override
        public void reset() {
            resets++;
        }

        @Override
        public synchronized Map<PartitionId, Optional<String>> committedMetadata(List<PartitionId> partitions) {
            asked++;
            Map<PartitionId, Optional<String>> answer = new HashMap<>();
            for (PartitionId partition : partitions) {
                if (!partition.equals(open)) {
                    answer.put(partition, Optional.ofNullable(metadata.get(partition)));
                }
            }
            return answer;
        }

        synchronized void open(PartitionId partition) {
            open = partition;
        }

        /** The former owner's transaction ends by taking effect. */
        synchronized void end(long offset, String text) {
            commit(open, offset, text);
            open = null;
        }

        @Override
        public synchronized void publish(Map<PartitionId, OutboxTransport.Offer> offers, ConsumerGroupMetadata owner)
                throws OutboxTransport.StaleOwnerException {
            Fault fault = next.poll();
            if (fault == Fault.BEFORE) {
                throw new KafkaException("refused");
            }
            if (fault == Fault.RIGHTS) {
                throw new TopicAuthorizationException(Set.of("alerts"));
            }
            if (fault == Fault.MEMORY) {
                throw new OutOfMemoryError("made up");
            }
            if (owner.generationId() != generation) {
                refused++;
                throw new OutboxTransport.StaleOwnerException(new KafkaException("stale"));
            }
            transactions++;
            offers.forEach((partition, offer) -> {
                offer.entries().forEach(entry -> records.add(String.valueOf((char) entry.value()[0])));
                commit(partition, offer.nextOffset(), offer.metadata());
            });
            if (fault == Fault.AFTER) {
                throw new KafkaException("the answer was lost");
            }
        }

        synchronized void commit(PartitionId partition, long offset, String text) {
            offsets.put(partition, offset);
            metadata.put(partition, text);
        }

        synchronized List<String> topic() {
            return List.copyOf(records);
        }

        synchronized String metadata(PartitionId partition) {
            return metadata.get(partition);
        }

        synchronized long offset(PartitionId partition) {
            return offsets.get(partition);
        }

        @Override
        public void close() {}
    }
}
