package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stream.run.EndsOfAssigned;
import java.time.Duration;
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
        outbox.empty = true;
        assertThat(last.isOver()).isTrue();
    }

    @Test
    void waitsForAsLongAsSomethingIsPublishedAndFailsWhenNothingIs() {
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
