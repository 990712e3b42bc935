package io.millrace.consumer.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** A bounded run: over once every partition has been stored up to the end that it had when it was first seen. */
final class UntilEnd {

    private final Consumer<?, ?> consumer;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    UntilEnd(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    boolean isReached(Collection<OwnedPartition> owned) {
        for (OwnedPartition partition : owned) {
            TopicPartition id = Ownership.topicPartition(partition.id());
            Long end = ends.computeIfAbsent(
                    id, key -> consumer.endOffsets(List.of(key)).get(key));
            // The position, not the stored offset: what lies between them are markers and compacted records.
            OptionalLong position = Positions.known(consumer, partition.id());
            if (position.isEmpty() || position.getAsLong() < end) {
                return false;
            }
        }
        return !owned.isEmpty();
    }
}
