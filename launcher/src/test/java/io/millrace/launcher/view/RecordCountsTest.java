package io.millrace.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts what Kafka's own stand-in for a consumer gives. */
class RecordCountsTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final MockConsumer<Void, Void> kafka = new MockConsumer<>("earliest");
    private final RecordCounts counts = new RecordCounts(kafka);

    @BeforeEach
    void begins() {
        kafka.updateBeginningOffsets(Map.of(T0, 0L, T1, 0L));
    }

    @Test
    void nothingIsKnownOfWhatWasNotLookedAt() {
        assertThat(counts.before(T0, 0)).isEmpty();
        assertThat(counts.atMostBefore(T0, 9)).isEqualTo(9);
    }

    @Test
    void offsetsWithoutARecordAreNotCounted() {
        give(T0, 0, 1, 3);
        assertThat(counts.advance(Map.of(T0, 4L), LONG)).isTrue();
        assertThat(counts.before(T0, 4)).hasValue(3);
        assertThat(counts.before(T0, 3)).hasValue(2);
        assertThat(counts.before(T0, 2)).hasValue(2);
    }

    @Test
    void itGoesOnWhereItWas() {
        give(T0, 0, 1);
        assertThat(counts.advance(Map.of(T0, 2L), LONG)).isTrue();
        give(T0, 2, 3);
        assertThat(counts.before(T0, 4)).isEmpty();
        assertThat(counts.atMostBefore(T0, 4)).isEqualTo(4);
        assertThat(counts.advance(Map.of(T0, 4L), LONG)).isTrue();
        assertThat(counts.before(T0, 4)).hasValue(4);
    }

    @Test
    void anotherTopicOfTheSameNameIsCountedAnew() {
        give(T0, 0, 1, 2);
        counts.advance(Map.of(T0, 3L), LONG);
        // Deleted and made again, with one record.
        give(T0, 0);
        assertThat(counts.advance(Map.of(T0, 1L), LONG)).isTrue();
        assertThat(counts.before(T0, 1)).hasValue(1);
    }

    @Test
    void partitionsAreKeptApart() {
        Map<TopicPartition, Long> ends = new HashMap<>(Map.of(T0, 2L, T1, 1L));
        give(T0, 0, 1);
        give(T1, 0);
        assertThat(counts.advance(ends, LONG)).isTrue();
        assertThat(counts.before(T0, 2)).isEqualTo(OptionalLong.of(2));
        assertThat(counts.before(T1, 1)).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void withoutTimeItSaysThatNotAllIsCounted() {
        assertThat(counts.advance(Map.of(T0, 5L), Duration.ZERO)).isFalse();
        assertThat(counts.advance(Map.of(T0, 0L), Duration.ZERO)).isTrue();
    }

    /** The next poll brings these. */
    private void give(TopicPartition partition, long... offsets) {
        kafka.schedulePollTask(() -> {
            for (long offset : offsets) {
                kafka.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null));
            }
        });
    }
}
