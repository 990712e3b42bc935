package io.millrace.consumer.kafka;

import io.millrace.record.PartitionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions Kafka has given to this process, and which of them it has claimed in the store. Used by the polling
 * thread only: Kafka calls back on it.
 *
 * <p>A claim may have to wait for the database, but a callback must not wait long. So a callback only notes the
 * partitions and keeps Kafka from fetching them; the loop claims them as soon as it can.
 */
final class Ownership implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Ownership.class);

    private final org.apache.kafka.clients.consumer.Consumer<?, ?> consumer;
    private final Consumer<PartitionId> onRelease;
    private final Map<PartitionId, OwnedPartition> owned = new HashMap<>();
    private final Set<PartitionId> unclaimed = new TreeSet<>();

    Ownership(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, Consumer<PartitionId> onRelease) {
        this.consumer = consumer;
        this.onRelease = onRelease;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            // Any position will do while paused; without one Kafka would look for its own committed offset.
            consumer.seek(partition, 0);
            unclaimed.add(id(partition));
        }
        consumer.pause(partitions);
        if (!partitions.isEmpty()) {
            log.info("Partitions assigned: partitions={}", partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> release(id(partition)));
        if (!partitions.isEmpty()) {
            log.info("Partitions revoked: partitions={}", partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> release(id(partition)));
        log.warn("Partitions lost, the group took this process for dead: partitions={}", partitions);
    }

    Set<PartitionId> unclaimed() {
        return Set.copyOf(unclaimed);
    }

    void claimed(OwnedPartition partition) {
        unclaimed.remove(partition.id());
        owned.put(partition.id(), partition);
    }

    /** Forgets what is known of a partition, so that it has to be claimed anew. */
    void reclaim(TopicPartition partition) {
        release(id(partition));
        unclaimed.add(id(partition));
        consumer.pause(Set.of(partition));
    }

    void release(PartitionId partition) {
        unclaimed.remove(partition);
        owned.remove(partition);
        // Also if it was dropped before: what was said of it until it moves on must not stay.
        onRelease.accept(partition);
    }

    OwnedPartition owned(PartitionId partition) {
        return owned.get(partition);
    }

    Collection<OwnedPartition> all() {
        return owned.values();
    }

    static PartitionId id(TopicPartition partition) {
        return new PartitionId(partition.topic(), partition.partition());
    }

    static TopicPartition topicPartition(PartitionId id) {
        return new TopicPartition(id.topic(), id.partition());
    }
}
