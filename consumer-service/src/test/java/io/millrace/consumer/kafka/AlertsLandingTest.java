package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.record.PartitionId;
import io.millrace.stream.StoppedException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop of alerts, a round at a time, against a group and a database that fail when told to. */
class AlertsLandingTest {

    private static final PartitionId FIRST = new PartitionId("t", 0);
    private static final PartitionId SECOND = new PartitionId("t", 1);
    private static final PartitionId THIRD = new PartitionId("t", 2);

    private final SimAlerts.World world = new SimAlerts.World(FIRST, SECOND, THIRD);
    private final Deque<SimFault> faults = new ArrayDeque<>();
    private final SimAlerts alerts = process("one");

    private boolean isRegistryAway;

    private SimAlerts process(String name) {
        return new SimAlerts(
                world,
                name,
                10,
                RuleSet.builtIn(),
                () -> faults.isEmpty() ? SimFault.NONE : faults.poll(),
                () -> isRegistryAway,
                1);
    }

    @Test
    void aPartitionIsReadFromTheStoredOffsetWhateverKafkaThinks() {
        world.database.leave(FIRST, 2, List.of());
        produce(FIRST, 4);
        take(FIRST);
        rounds(3);

        assertThat(stored()).containsExactly("t-0@2", "t-0@3");
    }

    @Test
    void aBatchOfSeveralPartitionsIsOneTransaction() {
        take(FIRST, SECOND);
        rounds(2);
        produce(FIRST, 1);
        produce(SECOND, 1);
        // Two transactions would leave the first one's alert behind.
        faults.add(SimFault.FAILS_BEFORE);
        rounds(1);
        assertThat(stored()).isEmpty();
        world.millis += 1_000;
        rounds(1);

        assertThat(stored()).containsExactlyInAnyOrder("t-0@0", "t-1@0");
    }

    @Test
    void whatNobodyCanReadNowIsNoDeadLetterAndReadAgain() {
        take(FIRST);
        rounds(2);
        produce(FIRST, 2);
        isRegistryAway = true;
        for (int i = 0; i < 5; i++) {
            rounds(1);
            world.millis += 1_000;
        }
        assertThat(alerts.health.problems()).containsOnlyKeys("the registry");
        assertThat(stored()).isEmpty();
        isRegistryAway = false;
        for (int i = 0; i < 5; i++) {
            world.millis += 10_000;
            rounds(1);
        }

        assertThat(alerts.health.problems()).isEmpty();
        assertThat(stored()).containsExactly("t-0@0", "t-0@1");
        assertThat(alerts.metrics.deadLettered()).isZero();
    }

    @Test
    void anOutageInTheMiddleKeepsTheBatchAndStoresItOnceWhileNothingIsRead() {
        take(FIRST);
        rounds(2);
        produce(FIRST, 2);
        faults.addAll(List.of(SimFault.FAILS_BEFORE, SimFault.FAILS_BEFORE));
        rounds(1);
        assertThat(alerts.health.problems()).containsOnlyKeys("the database");
        produce(FIRST, 2);
        rounds(1);
        assertThat(alerts.member.paused()).contains(FIRST);
        for (int i = 0; i < 5; i++) {
            world.millis += 1_000;
            rounds(1);
        }

        assertThat(stored()).containsExactly("t-0@0", "t-0@1", "t-0@2", "t-0@3");
        assertThat(alerts.metrics.alertsRaised()).isEqualTo(4);
        assertThat(alerts.health.healthy()).isTrue();
    }

    @Test
    void aFailureAfterTheStoreTookEffectDoesNotStoreTwice() {
        take(FIRST);
        rounds(2);
        produce(FIRST, 2);
        faults.add(SimFault.FAILS_AFTER);
        rounds(1);
        world.millis += 1_000;
        rounds(2);

        assertThat(stored()).containsExactly("t-0@0", "t-0@1");
        assertThat(alerts.metrics.recordsConsumed()).isEqualTo(2);
    }

    /** What was passed over is stored again as it was, before what comes after it. */
    @Test
    void aFailureAfterTheStoreTookNoteOfMarkersLosesNoPartition() {
        take(FIRST);
        rounds(2);
        world.millis += 2_000;
        world.topics.marker(FIRST);
        faults.add(SimFault.FAILS_AFTER);
        rounds(1);
        produce(FIRST, 1);
        world.millis += 1_000;
        rounds(3);

        assertThat(stored()).containsExactly("t-0@1");
        assertThat(alerts.health.healthy()).isTrue();
    }

    @Test
    void aPartitionLostToAnotherOwnerIsDroppedAndTheOthersGoOnUntilTheGroupHasMovedIt() throws Exception {
        take(FIRST, SECOND);
        rounds(3);
        world.database.connection(() -> SimFault.NONE).claim(FIRST, "topic-id", 0);
        produce(FIRST, 1);
        produce(SECOND, 1);
        rounds(3);

        assertThat(stored()).containsExactly("t-1@0");
        assertThat(alerts.health.problems()).containsOnlyKeys("partition t-0");
        assertThat(alerts.member.paused()).contains(FIRST);

        world.group.move(FIRST, process("two").member);
        rounds(1);
        assertThat(alerts.health.healthy()).isTrue();
    }

    @Test
    void aBatchOfAPartitionThatWasRevokedMeanwhileIsLeftToTheNextOwner() {
        take(FIRST, SECOND);
        rounds(3);
        produce(FIRST, 1);
        produce(SECOND, 1);
        faults.add(SimFault.FAILS_BEFORE);
        rounds(1);
        world.group.move(FIRST, process("two").member);
        world.millis += 1_000;
        rounds(2);

        assertThat(stored()).containsExactly("t-1@0");
    }

    @Test
    void whatAFormerOwnerLeftInTheOutboxIsReadPartByPartBeforeMoreIsStored() {
        world.database.leave(FIRST, 0, List.of(entry(1), entry(2), entry(3), entry(4), entry(5)));
        produce(FIRST, 1);
        take(FIRST);
        for (int i = 0; i < 8; i++) {
            rounds(1);
            alerts.publish();
        }

        assertThat(world.topics.published.subList(0, 5)).containsExactly("1", "2", "3", "4", "5");
        assertThat(stored()).containsExactly("t-0@0");
    }

    @Test
    void partitionsThatKafkaDoesNotAnswerForKeepNoOtherWaitingAndAreNotHealedByIt() {
        alerts.member.silent.addAll(List.of(FIRST, SECOND));
        produce(THIRD, 1);
        take(FIRST, SECOND, THIRD);
        rounds(4);
        assertThat(stored()).containsExactly("t-2@0");
        assertThat(alerts.health.problems()).containsOnlyKeys("Kafka");

        alerts.member.silent.clear();
        world.millis += 20_000;
        rounds(3);
        assertThat(alerts.member.paused()).isEmpty();
        assertThat(alerts.health.healthy()).isTrue();
    }

    @Test
    void whatIsNoRecordIsPassedInTheStoreToo() {
        take(FIRST);
        produce(FIRST, 1);
        world.topics.marker(FIRST);
        rounds(3);
        world.millis += 2_000;
        rounds(2);

        assertThat(stored()).containsExactly("t-0@0");
        assertThat(world.database.nextOffset(FIRST)).isEqualTo(2);
        assertThat(alerts.metrics.recordsConsumed()).isEqualTo(1);
    }

    @Test
    void recordsThatRetentionHasDeletedAreCountedAndPassed() {
        take(FIRST);
        rounds(2);
        produce(FIRST, 5);
        world.topics.deleteBefore(FIRST, 3);
        rounds(2);
        world.millis += 1_000;
        rounds(3);

        assertThat(stored()).containsExactly("t-0@3", "t-0@4");
    }

    @Test
    void aTopicThatHasLostRecordsEndsTheRun() {
        world.database.leave(FIRST, 7, List.of());
        take(FIRST);

        assertThatThrownBy(() -> rounds(2))
                .isInstanceOf(StoppedException.class)
                .hasMessageContaining("the topic has lost records");
    }

    @Test
    void aRunToTheEndIsOverOnceAllThatWasThereAtItsStartIsStored() {
        produce(FIRST, 12);
        world.topics.marker(FIRST);
        assertThat(alerts.ends.finished()).isFalse();
        take(FIRST);
        rounds(2);
        assertThat(alerts.ends.finished()).isFalse();
        rounds(3);

        assertThat(alerts.ends.finished()).isTrue();
        assertThat(world.database.nextOffset(FIRST)).isEqualTo(13);
    }

    @Test
    void aRunToTheEndEndsThoughEachRoundRaisesAlerts() {
        produce(FIRST, 5);
        take(FIRST);
        rounds(3);
        boolean over = false;
        for (int i = 0; i < 5 && !over; i++) {
            alerts.publish();
            produce(FIRST, 1);
            rounds(1);
            over = alerts.isOver();
        }

        assertThat(over).isTrue();
        assertThat(world.topics.published).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void anOutageIsNotForgottenWhenAPartitionThatWaitedForItsTakeoverIsMoved() {
        take(SECOND);
        rounds(2);
        take(FIRST);
        faults.add(SimFault.FAILS_BEFORE);
        rounds(1);
        assertThat(alerts.health.problems()).containsOnlyKeys("the database");
        world.group.move(FIRST, process("two").member);
        rounds(1);
        assertThat(alerts.health.problems()).containsOnlyKeys("the database");
        produce(SECOND, 1);
        world.millis += 30_000;
        rounds(2);

        assertThat(alerts.health.healthy()).isTrue();
        assertThat(stored()).containsExactly("t-1@0");
    }

    private void take(PartitionId... partitions) {
        Arrays.stream(partitions).forEach(partition -> world.group.move(partition, alerts.member));
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            alerts.step();
        }
    }

    private void produce(PartitionId partition, int count) {
        for (int i = 0; i < count; i++) {
            world.topics.produce(partition, """
                    {"device_id":"d","type":"temperature","value":31,"unit":"°C","timestamp":"2026-03-01T12:00:00Z"}""", 1_772_366_400_000L);
        }
    }

    private static OutboxEntry entry(long sequence) {
        return new OutboxEntry(sequence, "alerts", null, new byte[] {(byte) ('0' + sequence)}, List.of());
    }

    private List<String> stored() {
        return world.database.alerts.stream()
                .map(alert -> alert.partition() + "@" + alert.offset())
                .toList();
    }
}
