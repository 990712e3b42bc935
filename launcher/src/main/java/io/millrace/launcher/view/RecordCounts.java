package io.millrace.launcher.view;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * How many records stand in partitions. Offsets do not tell: markers of transactions, aborted records and what compaction took
 * away have offsets too. So every record is looked at once, by a reader that goes on where it was. Thread-safe.
 */
public final class RecordCounts implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<Void, Void> consumer;
    private final Map<TopicPartition, PresentOffsets> partitions = new HashMap<>();

    RecordCounts(Consumer<Void, Void> consumer) {
        this.consumer = consumer;
    }

    public RecordCounts(String bootstrapServers) {
        this(new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        10_000,
                        "check.crcs",
                        false),
                new Unread(),
                new Unread()));
    }

    /**
     * Reads on.
     *
     * @param ends where to stop, by partition
     * @param atMost how long this may take
     * @return true if all of it is counted now
     */
    public synchronized boolean advance(Map<TopicPartition, Long> ends, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        ends.forEach((partition, end) -> {
            PresentOffsets known = partitions.get(partition);
            if (known != null && known.next() > end) {
                // Another topic of the same name.
                partitions.remove(partition);
                consumer.assign(partitions.keySet());
            }
        });
        follow(ends.keySet());
        consumer.pause(consumer.assignment());
        while (true) {
            List<TopicPartition> behind = partitions.entrySet().stream()
                    .filter(entry -> entry.getValue().next() < ends.getOrDefault(entry.getKey(), 0L))
                    .map(Map.Entry::getKey)
                    .toList();
            if (behind.isEmpty() || System.nanoTime() > deadline) {
                return behind.isEmpty();
            }
            consumer.resume(behind);
            for (ConsumerRecord<Void, Void> record : consumer.poll(POLL)) {
                partitions
                        .get(new TopicPartition(record.topic(), record.partition()))
                        .present(record.offset());
            }
            for (TopicPartition partition : behind) {
                partitions.get(partition).absentUpTo(consumer.position(partition));
            }
            consumer.pause(behind);
        }
    }

    /** How many records stand before the offset; empty if not all of them were looked at yet. */
    synchronized OptionalLong before(TopicPartition partition, long offset) {
        PresentOffsets known = partitions.get(partition);
        return known == null || known.next() < offset ? OptionalLong.empty() : OptionalLong.of(known.before(offset));
    }

    /** As {@link #before}, but where not all were looked at, all offsets that are left are taken for records. */
    synchronized long atMostBefore(TopicPartition partition, long offset) {
        PresentOffsets known = partitions.get(partition);
        if (known == null) {
            return offset;
        }
        return known.before(Math.min(offset, known.next())) + Math.max(0, offset - known.next());
    }

    private void follow(Set<TopicPartition> wanted) {
        Set<TopicPartition> fresh = new HashSet<>(wanted);
        fresh.removeAll(partitions.keySet());
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(fresh);
        fresh.forEach(partition -> partitions.put(partition, new PresentOffsets(begins.get(partition))));
        consumer.assign(partitions.keySet());
        fresh.forEach(partition -> consumer.seek(partition, begins.get(partition)));
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }

    /** Leaves keys and values where they are. */
    private static final class Unread implements Deserializer<Void> {
        @Override
        public Void deserialize(String topic, byte[] data) {
            return null;
        }

        @Override
        public Void deserialize(String topic, Headers headers, ByteBuffer data) {
            return null;
        }
    }
}
