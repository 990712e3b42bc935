package io.millrace.consumer.kafka;

import io.millrace.runtime.cli.ServiceException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A bounded run: over once every partition has been stored up to the end that it had when it was first seen, and what was
 * found on the way is published.
 */
final class UntilEnd {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Consumer<?, ?> consumer;
    private final Outbox outbox;
    private final LongSupplier nanoClock;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long publishedBefore = -1;
    private long lastMove;

    /** What it has to know of publishing. */
    interface Outbox {

        /** True if everything that is stored is published. */
        boolean isPublished();

        /** How much has been published since the start. */
        long published();
    }

    /** @param nanoClock a monotonic clock in nanoseconds */
    UntilEnd(Consumer<?, ?> consumer, Outbox outbox, LongSupplier nanoClock) {
        this.consumer = consumer;
        this.outbox = outbox;
        this.nanoClock = nanoClock;
    }

    /**
     * True if nothing is left to do.
     *
     * @throws ServiceException if everything is stored but publishing comes to nothing
     */
    boolean isReached(Collection<OwnedPartition> owned) {
        for (OwnedPartition partition : owned) {
            TopicPartition id = Ownership.topicPartition(partition.id());
            Long end = ends.computeIfAbsent(
                    id, key -> consumer.endOffsets(List.of(key)).get(key));
            // The position, not the stored offset: what lies between them are markers and compacted records.
            OptionalLong position = Positions.known(consumer, partition.id());
            if (position.isEmpty() || position.getAsLong() < end) {
                publishedBefore = -1;
                return false;
            }
        }
        return !owned.isEmpty() && isPublished();
    }

    private boolean isPublished() {
        if (outbox.isPublished()) {
            return true;
        }
        long now = nanoClock.getAsLong();
        long published = outbox.published();
        if (published != publishedBefore) {
            publishedBefore = published;
            lastMove = now;
        } else if (now - lastMove > PATIENCE.toNanos()) {
            throw new ServiceException("everything is stored, but nothing of what is to be published has been for "
                    + PATIENCE.toSeconds() + " s; it waits in table consumer_outbox for the next run");
        }
        return false;
    }
}
