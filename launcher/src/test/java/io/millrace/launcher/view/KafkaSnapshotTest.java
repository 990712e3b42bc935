package io.millrace.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.view.KafkaSnapshot.Lag;
import io.millrace.launcher.view.KafkaSnapshot.Partition;
import io.millrace.launcher.view.KafkaSnapshot.Topic;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaSnapshotTest {
    private static final TopicPartition A0 = new TopicPartition("a", 0);
    private static final TopicPartition A1 = new TopicPartition("a", 1);
    private static final TopicPartition B0 = new TopicPartition("b", 0);

    @Test
    void messagesAreTheRecordsOfAllPartitions() {
        Topic topic = new Topic("t", List.of(partition(0, 10, 7L), partition(5, 9, 4L)));
        assertThat(topic.messages()).isEqualTo(11L);
    }

    @Test
    void whileAPartitionIsBeingCountedItsOffsetsAreTheMost() {
        Topic topic = new Topic("t", List.of(partition(0, 1000, 7L), partition(5, 5005, null)));
        assertThat(topic.messages()).isEqualTo("counting (at most 6,000)");
    }

    @Test
    void theLagOfATopicIsThatOfItsPartitionsInRecords() {
        Map<TopicPartition, Long> committed = Map.of(A0, 4L, A1, 6L, B0, 1L);
        Map<TopicPartition, Long> ends = Map.of(A0, 10L, A1, 6L, B0, 3L);
        // Every second offset is a marker.
        assertThat(Lag.of(committed, ends, (partition, begin, end) -> OptionalLong.of((end - begin) / 2)))
                .containsExactly(new Lag("a", 10, 16, 3), new Lag("b", 1, 3, 1));
    }

    @Test
    void whereRecordsAreNotCountedYetTheLagIsInOffsets() {
        assertThat(Lag.of(Map.of(A0, 4L), Map.of(A0, 10L), (partition, begin, end) -> OptionalLong.empty()))
                .containsExactly(new Lag("a", 4, 10, 6));
    }

    @Test
    void aGroupThatIsBeyondTheEndHasNoLag() {
        assertThat(Lag.of(Map.of(A0, 12L), Map.of(A0, 10L), (partition, begin, end) -> {
                    assertThat(begin).isEqualTo(10);
                    return OptionalLong.of(end - begin);
                }))
                .containsExactly(new Lag("a", 12, 10, 0));
        assertThat(Lag.of(Map.of(A0, 12L), Map.of(A0, 10L), (partition, begin, end) -> OptionalLong.empty()))
                .containsExactly(new Lag("a", 12, 10, 0));
    }

    @Test
    void offsetsOfATopicThatIsGoneAreNotShown() {
        assertThat(Lag.of(Map.of(B0, 12L), Map.of(A0, 10L), (partition, begin, end) -> OptionalLong.of(0)))
                .isEmpty();
    }

    private static Partition partition(long begin, long end, Long records) {
        return new Partition(0, 1, 1, 1, begin, end, records);
    }
}
