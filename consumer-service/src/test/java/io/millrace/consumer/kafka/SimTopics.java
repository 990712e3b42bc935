package io.millrace.consumer.kafka;

import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.stream.PartitionFacts;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Kafka's partitions in memory, what the group was told of them, and the topic that alerts are published to. */
final class SimTopics {

    /** What the group's committed offset says. */
    record Told(long nextOffset, String metadata) {}

    final Map<PartitionId, Told> told = new HashMap<>();
    /** Values of what was published, in order. */
    final List<String> published = new java.util.ArrayList<>();

    private final Map<PartitionId, Log> logs = new TreeMap<>();

    private static final class Log {
        private final NavigableMap<Long, HeldRecord> records = new TreeMap<>();
        private long beginning;
        private long end;
    }

    SimTopics(PartitionId... partitions) {
        for (PartitionId partition : partitions) {
            logs.put(partition, new Log());
        }
    }

    void produce(PartitionId id, String value, long millis) {
        Log log = logs.get(id);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        log.records.put(log.end, new HeldRecord(id, log.end, millis, null, bytes, List.of()));
        log.end++;
    }

    /** An offset without a record, as transactions leave it. */
    void marker(PartitionId id) {
        logs.get(id).end++;
    }

    /** Retention. */
    void deleteBefore(PartitionId id, long offset) {
        Log log = logs.get(id);
        log.records.headMap(offset).clear();
        log.beginning = Math.max(log.beginning, offset);
    }

    long beginning(PartitionId id) {
        return logs.get(id).beginning;
    }

    long end(PartitionId id) {
        return logs.get(id).end;
    }

    /** How many records come before the offset. */
    int index(PartitionId id, long offset) {
        return logs.get(id).records.headMap(offset).size();
    }

    PartitionFacts facts(PartitionId id) {
        return new PartitionFacts("cluster", "topic-id", logs.size(), beginning(id), end(id));
    }

    List<HeldRecord> read(PartitionId id, long from, int most) {
        return logs.get(id).records.tailMap(from).values().stream().limit(most).toList();
    }

    /** Where reading goes on behind these records: past offsets without one. */
    long next(PartitionId id, long after) {
        return Optional.ofNullable(logs.get(id).records.ceilingKey(after)).orElse(end(id));
    }
}
