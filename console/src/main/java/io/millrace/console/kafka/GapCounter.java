package io.millrace.console.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
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

    /** Gaps that are looked at in one go; the others have to wait for the next. */
    private static final int MOST_AT_ONCE = 50;

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private Consumer<byte[], byte[]> consumer;
    private Map<Gap, Long> counted = new HashMap<>();
    private Map<Gap, Boolean> seen = new HashMap<>();

    /** @param consumers makes one that reads committed records, belongs to no group, and is used by nobody else */
    GapCounter(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** Offsets of one partition from one up to another, exclusive. */
    record Gap(TopicPartition partition, long from, long to) {}

    /**
     * The records in each gap; where they have not been counted, the offsets.
     *
     * @param gaps all that are of interest: what is known of others is forgotten
     */
    Map<Gap, Long> count(List<Gap> gaps) {
        Map<Gap, Long> known = new HashMap<>();
        Map<Gap, Boolean> now = new HashMap<>();
        int looked = 0;
        for (Gap gap : gaps) {
            Long before = counted.get(gap);
            if (before != null) {
                known.put(gap, before);
            } else if (gap.to() - gap.from() <= MOST_OFFSETS && seen.containsKey(gap) && looked < MOST_AT_ONCE) {
                looked++;
                known.put(gap, records(gap));
            }
            now.put(gap, true);
        }
        counted = known;
        seen = now;
        Map<Gap, Long> all = new HashMap<>();
        gaps.forEach(gap -> all.put(gap, known.getOrDefault(gap, gap.to() - gap.from())));
        return all;
    }

    private long records(Gap gap) {
        if (consumer == null) {
            consumer = consumers.get();
        }
        consumer.assign(List.of(gap.partition()));
        consumer.seek(gap.partition(), gap.from());
        long end = System.nanoTime() + LONGEST.toNanos();
        long records = 0;
        while (consumer.position(gap.partition()) < gap.to()) {
            if (System.nanoTime() > end) {
                return gap.to() - gap.from();
            }
            records += consumer.poll(POLL).records(gap.partition()).stream()
                    .filter(record -> record.offset() < gap.to())
                    .count();
        }
        return records;
    }
}
