package io.millrace.consumer.kafka;

import io.millrace.record.PartitionId;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.TimeoutException;

/** How far a consumer has read, past markers and compacted records too. */
final class Positions {

    private Positions() {}

    /**
     * Where the consumer reads on; empty while it has to ask Kafka for that first, as after a change of leaders. Does not
     * wait for the answer.
     */
    static OptionalLong known(Consumer<?, ?> consumer, PartitionId partition) {
        try {
            return OptionalLong.of(consumer.position(Ownership.topicPartition(partition), Duration.ZERO));
        } catch (TimeoutException e) {
            return OptionalLong.empty();
        }
    }
}
