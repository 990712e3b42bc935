package io.millrace.console.kafka;

import io.millrace.runtime.kafka.KafkaFailures;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the records between a group's offset and the end of its partition where these have stood still: behind the last record
 * of a transaction stands its marker, so that a group that has read everything is behind by one offset for ever.
 *
 * <p>Not thread-safe.
 */
final class GapCounter {
    /** Wider gaps are told in offsets: to look at all of them would cost more than it says. */
    static final long MOST_OFFSETS = 200;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private Consumer<byte[], byte[]> consumer;
    private Map<Gap, Long> counted = new HashMap<>();
    private Set<Gap> seen = new HashSet<>();

    /** @param consumers makes one that reads committed records, belongs to no group, and is used by nobody else */
    GapCounter(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** Offsets of one partition from one up to another, exclusive. */
    record Gap(TopicPartition partition, long from, long to) {
        long offsets() {
            return to - from;
        }
    }

    /**
     * The records in each gap; where they have not been counted, the offsets.
     *
     * @param gaps all that are of interest: what is known of others is forgotten
     */
    Map<Gap, Long> count(List<Gap> gaps) {
        Map<Gap, Long> known = new HashMap<>();
        Set<Gap> now = new HashSet<>();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        for (Gap gap : gaps) {
            Long before = counted.get(gap);
            if (before != null) {
                known.put(gap, before);
            } else if (gap.offsets() <= MOST_OFFSETS && seen.contains(gap) && System.nanoTime() < deadline) {
                records(gap, deadline).ifPresent(records -> known.put(gap, records));
            }
            now.add(gap);
        }
        counted = known;
        seen = now;
        Map<Gap, Long> all = new HashMap<>();
        gaps.forEach(gap -> all.put(gap, known.getOrDefault(gap, gap.offsets())));
        return all;
    }

    /** Empty if that is not known yet. */
    private OptionalLong records(Gap gap, long deadline) {
        try {
            if (consumer == null) {
                consumer = consumers.get();
            }
            consumer.assign(List.of(gap.partition()));
            consumer.seek(gap.partition(), gap.from());
            long records = 0;
            while (consumer.position(gap.partition()) < gap.to()) {
                if (System.nanoTime() > deadline) {
                    return OptionalLong.empty();
                }
                records += consumer.poll(POLL).records(gap.partition()).stream()
                        .filter(record -> record.offset() < gap.to())
                        .count();
            }
            return OptionalLong.of(records);
        } catch (KafkaException e) {
            // Who may see a topic may not always read it: its offsets are all that can be said then.
            return KafkaFailures.passes(e) ? OptionalLong.empty() : OptionalLong.of(gap.offsets());
        }
    }
}
