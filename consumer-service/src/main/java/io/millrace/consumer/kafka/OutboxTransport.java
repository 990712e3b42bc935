package io.millrace.consumer.kafka;

import io.millrace.consumer.store.OutboxEntry;
import io.millrace.record.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** What the publisher needs of Kafka. Every failure is a {@link RuntimeException}. */
interface OutboxTransport extends AutoCloseable {

    /** Ends whatever an earlier try left open; afterwards nothing of it can still take effect. */
    void reset();

    /**
     * The metadata of the group's committed offsets, after open transactions have ended; empty for a partition without
     * an offset. A partition that is not in the answer has a transaction open and has to be asked for again.
     */
    Map<PartitionId, Optional<String>> committedMetadata(List<PartitionId> partitions);

    /** Publishes all of it with the offsets, or nothing. */
    void publish(Map<PartitionId, Offer> offers, ConsumerGroupMetadata owner) throws StaleOwnerException;

    @Override
    void close();

    /** Entries and the offset to tell for one partition. */
    record Offer(List<OutboxEntry> entries, long nextOffset, String metadata) {}

    /** The group has moved on since the owner's generation was noted; nothing was published. */
    final class StaleOwnerException extends Exception {
        private static final long serialVersionUID = 1L;

        StaleOwnerException(Throwable cause) {
            super(cause);
        }
    }
}
