package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.WindowLog;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.observe.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UntilEndTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final FakeOutbox outbox = new FakeOutbox();
    private long now = Long.MAX_VALUE - 5;
    private final UntilEnd end = new UntilEnd(consumer, outbox, () -> now);
    private final List<OwnedPartition> owned = List.of(new OwnedPartition(
            Ownership.id(PARTITION),
            new Claim(1, 0, "box", 0, EventClock.START, Map.of(), new WindowLog(), List.of()),
            null,
            null));

    UntilEndTest() {
        consumer.assign(List.of(PARTITION));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
        consumer.seek(PARTITION, 2);
    }

    @Test
    void isReachedOnceAllIsReadAndPublished() {
        assertThat(end.isReached(owned)).isFalse();
        consumer.seek(PARTITION, 3);
        assertThat(end.isReached(owned)).isFalse();
        outbox.empty = true;
        assertThat(end.isReached(owned)).isTrue();
        assertThat(end.isReached(List.of())).isFalse();
    }

    @Test
    void waitsForAsLongAsSomethingIsPublishedAndFailsWhenNothingIs() {
        consumer.seek(PARTITION, 3);
        for (int i = 0; i < 5; i++) {
            assertThat(end.isReached(owned)).isFalse();
            now += Duration.ofSeconds(59).toNanos();
            outbox.published++;
        }
        assertThat(end.isReached(owned)).isFalse();
        now += Duration.ofSeconds(61).toNanos();

        assertThatThrownBy(() -> end.isReached(owned))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("consumer_outbox");
    }

    @Test
    void theTopicsThatAreMissingAreSaidToBe() {
        Health health = new Health();
        InputTopics inputs = new InputTopics(Set.of("b", "a", "there"), health);

        assertThat(inputs.missing(Set.of("there", "other"))).containsExactly("a", "b");
        assertThat(inputs.areComplete()).isFalse();
        assertThat(health.problems()).containsOnlyKeys("topic a", "topic b");

        assertThat(inputs.missing(Set.of("a", "b", "there"))).isEmpty();
        assertThat(inputs.areComplete()).isTrue();
        assertThat(health.healthy()).isTrue();
    }

    private static final class FakeOutbox implements UntilEnd.Outbox {
        private boolean empty;
        private long published;

        @Override
        public boolean isPublished() {
            return empty;
        }

        @Override
        public long published() {
            return published;
        }
    }
}
