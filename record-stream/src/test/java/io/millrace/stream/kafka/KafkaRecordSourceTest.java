package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.stream.RecordSource;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class KafkaRecordSourceTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);
    private static final PartitionId ONE = new PartitionId("t", 1);

    private int looks;
    private int beats;

    /** A Kafka that does not answer. */
    private final Admin admin = (Admin) Proxy.newProxyInstance(
            Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("describeTopics");
                looks++;
                return new Unanswered();
            });

    private static final class Unanswered extends DescribeTopicsResult {
        Unanswered() {
            super(null, Map.of("t", unanswered()));
        }

        private static KafkaFutureImpl<TopicDescription> unanswered() {
            KafkaFutureImpl<TopicDescription> future = new KafkaFutureImpl<>();
            future.completeExceptionally(new TimeoutException("no broker answers"));
            return future;
        }
    }

    private static final class Listener implements RecordSource.AssignmentListener {
        @Override
        public void assigned(Collection<PartitionId> partitions) {}

        @Override
        public void revoked(Collection<PartitionId> partitions) {}

        @Override
        public void lost(Collection<PartitionId> partitions) {}

        @Override
        public void unreadable(PartitionId partition, IOException cause) {}
    }

    /** A thousand quiet partitions ask one after the other, and each answer that does not come takes 20 s. */
    @Test
    void aTopicThatKafkaDoesNotTellAboutIsAskedForOnceBetweenTwoPolls() {
        try (MockConsumer<ByteBuffer, ByteBuffer> consumer = new MockConsumer<>("none")) {
            KafkaRecordSource source = new KafkaRecordSource(
                    consumer,
                    new PollGate(1_000_000),
                    new KafkaRecordSource.Subscription(Set.of(), Set.of(ZERO, ONE)),
                    new KafkaRecordSource.Asking(
                            new TopicIds(admin, "localhost:9092", Duration.ofSeconds(20)), () -> beats++),
                    new GroupMemo("hdfs://localhost/data"));
            source.start(new Listener());
            assertThatThrownBy(() -> source.topicId(ZERO)).isInstanceOf(IOException.class);
            assertThat(beats).isEqualTo(1);
            assertThatThrownBy(() -> source.topicId(ONE)).hasMessageContaining("no broker answers");
            assertThat(looks).isEqualTo(1);
            source.poll(Duration.ZERO);
            assertThatThrownBy(() -> source.topicId(ZERO)).isInstanceOf(IOException.class);
            assertThat(looks).isEqualTo(2);
            assertThat(beats).isEqualTo(2);
        }
    }
}
