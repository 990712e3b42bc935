package io.millrace.stream.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.record.PartitionId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many records of each partition that is held here are not stored yet, as the meter {@code millrace.lag}: one word and
 * one measure for everything that lands records. Thread-safe.
 */
public final class PartitionLags {
    private static final String LAG = "millrace.lag";

    private final MeterRegistry registry;
    private final Map<PartitionId, Progress> progress = new ConcurrentHashMap<>();

    public PartitionLags(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Progress(AtomicLong nextOffset, AtomicLong lag, Gauge shown) {}

    /** How far a partition is stored; from then on it has a lag. */
    public void reached(PartitionId partition, long nextOffset) {
        progress.computeIfAbsent(partition, unknown -> register(unknown, nextOffset))
                .nextOffset()
                .set(nextOffset);
    }

    private Progress register(PartitionId partition, long nextOffset) {
        AtomicLong lag = new AtomicLong();
        Gauge shown = Gauge.builder(LAG, lag, AtomicLong::doubleValue)
                .description("Records between what is stored and the end of the partition")
                .tags("topic", partition.topic(), "partition", Integer.toString(partition.partition()))
                .register(registry);
        return new Progress(new AtomicLong(nextOffset), lag, shown);
    }

    /** Lets go of a partition: its lag is another process's now. */
    public void forget(PartitionId partition) {
        progress.computeIfPresent(partition, (gone, had) -> {
            registry.remove(had.shown());
            return null;
        });
    }

    /** The partitions that have a lag now. */
    Set<PartitionId> partitions() {
        return Set.copyOf(progress.keySet());
    }

    /** Measures a partition's lag against its end; does nothing if the partition was let go meanwhile. */
    public void end(PartitionId partition, long endOffset) {
        Progress found = progress.get(partition);
        if (found != null) {
            found.lag().set(Math.max(0, endOffset - found.nextOffset().get()));
        }
    }
}
