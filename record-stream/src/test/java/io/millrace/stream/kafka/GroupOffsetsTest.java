package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.Clock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest {
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

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
                throw new RetriableCommitFailedException("the group is being balanced");
            }
        }

        void refuse(int message) {
            Told which = told.get(message);
            which.answer()
                    .onComplete(which.offsets(), new RetriableCommitFailedException("the group is being balanced"));
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
    void whatTheGroupRefusedIsToldAgainAfterAPauseUntilItIsTaken() {
        offsets.tell(of(ZERO, 50));
        offsets.tell(of(ONE, 7));
        group.refuse(0);
        group.take(1);
        offsets.tellAgain();
        assertThat(group.told).hasSize(2);
        now = 1_000;
        offsets.tellAgain();
        assertThat(group.told).hasSize(3);
        assertThat(group.told.get(2).offsets()).isEqualTo(of(ZERO, 50));
        // One is on its way: it is not told twice.
        now = 2_000;
        offsets.tellAgain();
        assertThat(group.told).hasSize(3);
        group.refuse(2);
        now = 3_000;
        offsets.tellAgain();
        assertThat(group.told.get(3).offsets()).isEqualTo(of(ZERO, 50));
        group.take(3);
        now = 9_000;
        offsets.tellAgain();
        assertThat(group.told).hasSize(4);
    }

    @Test
    void anOldOffsetIsNeverToldOverANewerOne() {
        offsets.tell(of(ZERO, 50));
        offsets.tell(of(ZERO, 80));
        group.refuse(0);
        now = 5_000;
        offsets.tellAgain();
        assertThat(group.told).hasSize(2);
        group.refuse(1);
        now = 10_000;
        offsets.tellAgain();
        assertThat(group.told.get(2).offsets()).isEqualTo(of(ZERO, 80));
    }

    @Test
    void aMessageThatCannotEvenBeSentIsToldAgain() {
        group.broken = true;
        offsets.tell(of(ZERO, 50));
        group.broken = false;
        now = 1_000;
        offsets.tellAgain();
        assertThat(group.told).hasSize(2);
    }

    @Test
    void nothingIsToldOfAPartitionThatSomebodyElseHas() {
        offsets.tell(of(ZERO, 50));
        offsets.tell(of(ONE, 7));
        group.refuse(1);
        offsets.forget(Set.of(ZERO, ONE));
        group.refuse(0);
        now = 5_000;
        offsets.tellAgain();
        assertThat(group.told).hasSize(2);
    }
}
