package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stream.run.EndsOfAssigned;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastPublishingTest {

    private static final PartitionId PARTITION = new PartitionId("t", 0);

    private final EndsOfAssigned ends = new EndsOfAssigned();
    private final FakeOutbox outbox = new FakeOutbox();
    private long now = Long.MAX_VALUE - 5;
    private final LastPublishing last = new LastPublishing(ends, outbox, () -> now);

    LastPublishingTest() {
        ends.assigned(PARTITION);
    }

    @Test
    void aRunIsOverOnceAllIsStoredAndPublished() {
        assertThat(last.isOver()).isFalse();
        ends.done(PARTITION);
        assertThat(last.isOver()).isFalse();
        outbox.published = 3;
        assertThat(last.isOver()).isTrue();
    }

    @Test
    void whatIsFoundBehindTheEndsKeepsNoRunFromItsEnd() {
        ends.done(PARTITION);
        assertThat(last.isOver()).isFalse();
        // Each round raises as many as are published.
        for (int round = 0; round < 2; round++) {
            outbox.stored++;
            outbox.published++;
            assertThat(last.isOver()).isFalse();
        }
        outbox.stored++;
        outbox.published++;

        assertThat(last.isOver()).isTrue();
    }

    /** It is assigned and done between two looks, so that the ends seem never to have moved. */
    @Test
    void aPartitionThatComesAndIsDoneBetweenTwoLooksIsWaitedForToo() {
        ends.done(PARTITION);
        assertThat(last.isOver()).isFalse();
        PartitionId other = new PartitionId("t", 1);
        ends.assigned(other);
        ends.done(other);
        outbox.also.put(other, 9L);
        outbox.published = 3;
        assertThat(last.isOver()).isFalse();
        outbox.also.clear();

        assertThat(last.isOver()).isTrue();
    }

    @Test
    void aPartitionThatComesMeanwhileMovesTheEnd() {
        ends.done(PARTITION);
        assertThat(last.isOver()).isFalse();
        PartitionId other = new PartitionId("t", 1);
        ends.assigned(other);
        outbox.published = 3;
        outbox.stored = 4;
        assertThat(last.isOver()).isFalse();
        ends.done(other);
        assertThat(last.isOver()).isFalse();
        outbox.published = 4;

        assertThat(last.isOver()).isTrue();
    }

    @Test
    void waitsForAsLongAsSomethingIsPublishedAndFailsWhenNothingIs() {
        outbox.stored = 100;
        ends.done(PARTITION);
        for (int i = 0; i < 5; i++) {
            assertThat(last.isOver()).isFalse();
            now += Duration.ofSeconds(59).toNanos();
            outbox.published++;
        }
        assertThat(last.isOver()).isFalse();
        now += Duration.ofSeconds(61).toNanos();

        assertThatThrownBy(last::isOver).isInstanceOf(ServiceException.class).hasMessageContaining("consumer_outbox");
    }

    private static final class FakeOutbox implements LastPublishing.Outbox {
        private long stored = 3;
        private long published;
        /** Of other partitions, none of them published. */
        private final Map<PartitionId, Long> also = new HashMap<>();

        @Override
        public Map<PartitionId, Long> stored() {
            Map<PartitionId, Long> all = new HashMap<>(also);
            all.put(PARTITION, stored);
            return all;
        }

        @Override
        public boolean isPublished(Map<PartitionId, Long> upTo) {
            return published >= upTo.get(PARTITION) && also.keySet().stream().noneMatch(upTo::containsKey);
        }

        @Override
        public long published() {
            return published;
        }
    }
}
