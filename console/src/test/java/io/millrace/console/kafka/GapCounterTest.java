package io.millrace.console.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** With Kafka's own consumer for tests, which hands out what it is given. */
class GapCounterTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final GapCounter counter = new GapCounter(() -> consumer);

    @Test
    void aGapThatMovesIsToldInOffsets() {
        GapCounter.Gap gap = new GapCounter.Gap(T0, 10, 12);
        assertThat(counter.count(List.of(gap))).containsEntry(gap, 2L);
        assertThat(consumer.assignment()).isEmpty();
    }

    @Test
    void oneThatStandsStillIsLookedAt() {
        GapCounter.Gap gap = new GapCounter.Gap(T0, 10, 13);
        counter.count(List.of(gap));
        consumer.updateBeginningOffsets(Map.of(T0, 0L));
        consumer.updateEndOffsets(Map.of(T0, 13L));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(new ConsumerRecord<>("t", 0, 11, null, new byte[1]));
            // Behind the gap: it came after the end was asked for, and moves the position past the marker.
            consumer.addRecord(new ConsumerRecord<>("t", 0, 14, null, new byte[1]));
        });
        assertThat(counter.count(List.of(gap))).containsEntry(gap, 1L);
        assertThat(counter.count(List.of(gap))).as("is remembered").containsEntry(gap, 1L);
    }

    @Test
    void whatMayNotBeReadIsToldInOffsetsAndHidesNothing() {
        GapCounter.Gap gap = new GapCounter.Gap(T0, 10, 12);
        counter.count(List.of(gap));
        consumer.updateBeginningOffsets(Map.of(T0, 0L));
        consumer.setPollException(new TopicAuthorizationException("t"));
        assertThat(counter.count(List.of(gap))).containsEntry(gap, 2L);
    }

    @Test
    void whatCouldNotBeCountedInTimeIsCountedLater() {
        GapCounter.Gap gap = new GapCounter.Gap(T0, 10, 12);
        counter.count(List.of(gap));
        consumer.updateBeginningOffsets(Map.of(T0, 0L));
        consumer.updateEndOffsets(Map.of(T0, 12L));
        assertThat(counter.count(List.of(gap))).as("nothing came").containsEntry(gap, 2L);
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>("t", 0, 12, null, new byte[1])));
        assertThat(counter.count(List.of(gap))).as("two markers").containsEntry(gap, 0L);
    }

    @Test
    void aWideGapIsNotReadThrough() {
        GapCounter.Gap gap = new GapCounter.Gap(T0, 0, 1_000_000);
        counter.count(List.of(gap));
        assertThat(counter.count(List.of(gap))).containsEntry(gap, 1_000_000L);
        assertThat(consumer.assignment()).isEmpty();
    }
}
