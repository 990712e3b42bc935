package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.Clock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest {
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final KafkaException BUSY = new RebalanceInProgressException("the group is being balanced");

    private long now;
    private final Group group = new Group();
    private final GroupOffsets offsets = new GroupOffsets(group, new Clock() {
        @Override
        public long millis() {
            throw new AssertionError("pauses are not measured with the time of day");
        }

        @Override
        public long monotonicMillis() {
            return now;
        }
    });

    /** A group that answers when the test says so. */
    private static final class Group extends MockConsumer<ByteBuffer, ByteBuffer> {
        private record Told(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback answer) {}

        private final List<Told> told = new ArrayList<>();
        private boolean broken;

        Group() {
            super("none");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback answer) {
            told.add(new Told(Map.copyOf(offsets), answer));
            if (broken) {
                throw BUSY;
            }
        }

        void refuse(int message, Exception why) {
            Told which = told.get(message);
            which.answer().onComplete(which.offsets(), why);
        }

        void take(int message) {
            Told which = told.get(message);
            which.answer().onComplete(which.offsets(), null);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> of(TopicPartition partition, long offset) {
        return Map.of(partition, new OffsetAndMetadata(offset, "memo"));
    }

    @Test
    void whatWasNotTakenIsToBeToldAgainAfterAPause() {
        offsets.tell(of(ZERO, 50));
        offsets.tell(of(ONE, 7));
        group.refuse(0, BUSY);
        group.take(1);
        assertThat(offsets.untaken()).isEmpty();
        now = 1_000;
        assertThat(offsets.untaken()).containsExactly(ZERO);
        // Said once: it is the caller's to tell it again or not.
        assertThat(offsets.untaken()).isEmpty();
        offsets.tell(of(ZERO, 50));
        group.refuse(2, BUSY);
        now = 2_500;
        assertThat(offsets.untaken()).containsExactly(ZERO);
    }

    @Test
    void anOffsetThatALaterOneFollowedIsNotToBeToldAgain() {
        offsets.tell(of(ZERO, 50));
        offsets.tell(of(ZERO, 80));
        group.refuse(0, BUSY);
        now = 5_000;
        assertThat(offsets.untaken()).isEmpty();
        group.refuse(1, BUSY);
        now = 10_000;
        assertThat(offsets.untaken()).containsExactly(ZERO);
    }

    @Test
    void aMessageThatCannotEvenBeSentIsToBeToldAgain() {
        group.broken = true;
        offsets.tell(of(ZERO, 50));
        now = 1_000;
        assertThat(offsets.untaken()).containsExactly(ZERO);
    }

    @Test
    void whatARightIsMissingForIsNotToldAgain() {
        offsets.tell(of(ZERO, 50));
        group.refuse(0, new GroupAuthorizationException("group"));
        now = 5_000;
        assertThat(offsets.untaken()).isEmpty();
    }
}
