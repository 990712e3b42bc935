package io.millrace.stream.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.stream.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the group is told of partitions. Kafka's client tries such a message once: during a rebalance, or while the coordinator
 * moves, it is lost. A partition that falls silent then would show a lag for ever that it does not have, so what was not taken is
 * kept in mind, for whoever knows whether it is still true.
 */
final class GroupOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

    /** Between two tries: nobody's decision waits for these offsets, and a coordinator that is away is not to be pressed. */
    private static final long PAUSE_MS = 1_000;

    private final Consumer<?, ?> consumer;
    private final Clock clock;
    private final Map<TopicPartition, OffsetAndMetadata> newest = new HashMap<>();

    /** Partitions whose newest offset was not taken. */
    private final Set<TopicPartition> untaken = new HashSet<>();

    private long failedAt;

    GroupOffsets(Consumer<?, ?> consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /** Tells the group. */
    void tell(Map<TopicPartition, OffsetAndMetadata> offsets) {
        newest.putAll(offsets);
        untaken.removeAll(offsets.keySet());
        try {
            consumer.commitAsync(offsets, (done, failure) -> {
                if (failure != null) {
                    failed(offsets, failure);
                }
            });
        } catch (KafkaException e) {
            failed(offsets, e);
        }
    }

    private void failed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        LOG.debug("Group offsets not updated; where records land they are known", failure);
        if (KafkaFailures.stays(failure)) {
            // For want of a right it would be refused each time.
            return;
        }
        failedAt = clock.monotonicMillis();
        offsets.forEach((partition, offset) -> {
            // A later one may be on its way.
            if (offset.equals(newest.get(partition))) {
                untaken.add(partition);
            }
        });
    }

    /** Partitions to tell of once more, each once; none before some time has passed. */
    List<TopicPartition> untaken() {
        if (untaken.isEmpty() || clock.monotonicMillis() - failedAt < PAUSE_MS) {
            return List.of();
        }
        List<TopicPartition> again = List.copyOf(untaken);
        untaken.clear();
        return again;
    }
}
