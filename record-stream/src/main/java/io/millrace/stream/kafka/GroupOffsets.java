package io.millrace.stream.kafka;

import io.millrace.stream.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the group is told of the partitions that this consumer holds. Kafka's client tries such a message once: during a
 * rebalance, or while the coordinator moves, it is lost. A partition that falls silent then would show a lag for ever
 * that it does not have, so what was refused is told again.
 */
final class GroupOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

    /** Between two tries: nobody's decision waits for these offsets, and a coordinator that is away is not to be pressed. */
    private static final long PAUSE_MS = 1_000;

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Consumer<?, ?> consumer;
    private final Clock clock;
    private final Map<TopicPartition, OffsetAndMetadata> newest = new HashMap<>();

    /** Partitions whose newest offset was refused. */
    private final Set<TopicPartition> refused = new TreeSet<>(BY_NAME);

    private long refusedAt;

    GroupOffsets(Consumer<?, ?> consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /** Tells the group; what it refuses is told again by {@link #tellAgain}. */
    void tell(Map<TopicPartition, OffsetAndMetadata> offsets) {
        newest.putAll(offsets);
        refused.removeAll(offsets.keySet());
        try {
            consumer.commitAsync(offsets, (done, failure) -> {
                if (failure != null) {
                    refused(offsets, failure);
                }
            });
        } catch (KafkaException e) {
            refused(offsets, e);
        }
    }

    private void refused(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        LOG.debug("Group offsets not updated; where records land they are known", failure);
        refusedAt = clock.monotonicMillis();
        offsets.forEach((partition, offset) -> {
            // A later one may be on its way, or the partition may be somebody else's by now: then this one is old.
            if (offset.equals(newest.get(partition))) {
                refused.add(partition);
            }
        });
    }

    /** Tells once more what was refused, if that was long enough ago. Called between polls. */
    void tellAgain() {
        if (refused.isEmpty() || clock.monotonicMillis() - refusedAt < PAUSE_MS) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> again = new TreeMap<>(BY_NAME);
        refused.forEach(partition -> again.put(partition, newest.get(partition)));
        tell(again);
    }

    /** These partitions are not this consumer's any more: what comes back about them says nothing. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            newest.remove(partition);
            refused.remove(partition);
        });
    }
}
