package io.millrace.consumer.kafka;

import io.millrace.record.PartitionId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;

/** Transactions of a simulated Kafka: all of one or nothing, and nothing for a generation that has passed. */
final class SimTransport implements OutboxTransport {
    private final SimTopics topics;
    private final SimGroup group;
    private final Supplier<SimFault> faults;

    SimTransport(SimTopics topics, SimGroup group, Supplier<SimFault> faults) {
        this.topics = topics;
        this.group = group;
        this.faults = faults;
    }

    @Override
    public void reset() {
        faults.get().before(() -> new KafkaException("away"));
    }

    @Override
    public Map<PartitionId, Optional<String>> committedMetadata(List<PartitionId> partitions) {
        faults.get().before(() -> new KafkaException("away"));
        Map<PartitionId, Optional<String>> metadata = new HashMap<>();
        partitions.forEach(partition -> metadata.put(
                partition, Optional.ofNullable(topics.told.get(partition)).map(SimTopics.Told::metadata)));
        return metadata;
    }

    @Override
    public void publish(Map<PartitionId, Offer> offers, ConsumerGroupMetadata owner) throws StaleOwnerException {
        SimFault fault = faults.get();
        fault.before(() -> new KafkaException("away"));
        if (!group.takes(owner)) {
            throw new StaleOwnerException(new KafkaException("generation " + owner.generationId() + " has passed"));
        }
        offers.forEach((partition, offer) -> {
            offer.entries().forEach(entry -> topics.published.add(new String(entry.value(), StandardCharsets.UTF_8)));
            topics.told.put(partition, new SimTopics.Told(offer.nextOffset(), offer.metadata()));
        });
        fault.after(() -> new KafkaException("the answer was lost"));
    }

    @Override
    public void close() {}
}
