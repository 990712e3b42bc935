package io.millrace.consumer.kafka;

import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stream.run.Ends;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A bounded run is over once all is stored up to the ends, and what was found up to there is published; what comes behind
 * the ends meanwhile keeps it from nothing.
 */
final class LastPublishing {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Ends ends;
    private final Outbox outbox;
    private final LongSupplier nanoClock;
    /** What had been stored when the ends were reached, or when a partition came that had reached its own before. */
    private final Map<PartitionId, Long> wanted = new HashMap<>();

    private long publishedBefore = -1;
    private long lastMove;

    /** What it has to know of publishing. */
    interface Outbox {

        /** Number of the last entry that is stored, of each partition here. */
        Map<PartitionId, Long> stored();

        /** True if these numbers are published, those of partitions that have gone left out. */
        boolean isPublished(Map<PartitionId, Long> upTo);

        /** How much has been published since the start. */
        long published();

        /** What this publisher says of it. */
        static Outbox of(OutboxPublisher publisher, AlertsMetrics metrics) {
            return new Outbox() {
                @Override
                public Map<PartitionId, Long> stored() {
                    return publisher.stored();
                }

                @Override
                public boolean isPublished(Map<PartitionId, Long> upTo) {
                    return publisher.isPublished(upTo);
                }

                @Override
                public long published() {
                    return metrics.publishedInThisRun();
                }
            };
        }
    }

    /** @param nanoClock a monotonic clock in nanoseconds */
    LastPublishing(Ends ends, Outbox outbox, LongSupplier nanoClock) {
        this.ends = ends;
        this.outbox = outbox;
        this.nanoClock = nanoClock;
    }

    /**
     * True if nothing is left to do.
     *
     * @throws ServiceException if everything is stored but publishing comes to nothing
     */
    boolean isOver() {
        if (!ends.finished()) {
            publishedBefore = -1;
            wanted.clear();
            return false;
        }
        outbox.stored().forEach(wanted::putIfAbsent);
        if (outbox.isPublished(wanted)) {
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
