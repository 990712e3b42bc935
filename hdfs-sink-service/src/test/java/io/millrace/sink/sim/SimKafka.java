package io.millrace.sink.sim;

import io.millrace.record.PartitionId;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RecordSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Topics of a simulated Kafka. Offsets may have gaps, as markers and compaction leave them. */
public final class SimKafka {
    private static final class SimPartition {
        final NavigableMap<Long, SimRecord> records = new TreeMap<>();
        long beginning;
        long end;
    }

    private final Map<PartitionId, SimPartition> partitions = new TreeMap<>();
    private final Map<String, String> topicIds = new HashMap<>();
    /** The cluster's id. */
    public String cluster = "cluster-1";
    /** How many further questions for a topic's id are answered by a broker that lags, with the id of a topic before it. */
    public int lagging;
    /** Dead letters that are safe, as {@code partition@offset}. */
    final List<String> deadLetters = new ArrayList<>();
    /** Announced offsets. */
    final Map<PartitionId, RecordSource.Committed> groupOffsets = new HashMap<>();

    /** Makes a topic, or makes it again under a new id. */
    public void createTopic(String topic, int count, String id) {
        topicIds.put(topic, id);
        // Offsets of a topic that is deleted are forgotten with it.
        groupOffsets.keySet().removeIf(partition -> partition.topic().equals(topic));
        for (int i = 0; i < count; i++) {
            partitions.put(new PartitionId(topic, i), new SimPartition());
        }
    }

    /** Appends a record; null is the text of a tombstone. */
    public SimRecord produce(PartitionId id, String text) {
        SimPartition partition = partitions.get(id);
        SimRecord record = new SimRecord(id.topic(), id.partition(), partition.end++, text);
        partition.records.put(record.offset(), record);
        return record;
    }

    /** Appends an offset without a record. */
    public void marker(PartitionId id) {
        partitions.get(id).end++;
    }

    /** Retention: nothing before the offset is kept. */
    public void deleteBefore(PartitionId id, long offset) {
        SimPartition partition = partitions.get(id);
        partition.records.headMap(offset).clear();
        partition.beginning = offset;
    }

    public PartitionFacts facts(PartitionId id) {
        SimPartition partition = partitions.get(id);
        return new PartitionFacts(cluster, toldId(id.topic()), count(id.topic()), partition.beginning, partition.end);
    }

    private int count(String topic) {
        return (int) partitions.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .count();
    }

    /** Adds a partition to a topic. */
    public void addPartition(PartitionId id) {
        partitions.put(id, new SimPartition());
    }

    /** The topic's id as the broker that is asked knows it. */
    String toldId(String topic) {
        if (lagging > 0) {
            lagging--;
            return "before-" + topicIds.get(topic);
        }
        return topicIds.get(topic);
    }

    String topicId(String topic) {
        return topicIds.get(topic);
    }

    public Map<PartitionId, Long> ends() {
        Map<PartitionId, Long> ends = new HashMap<>();
        partitions.forEach((id, partition) -> ends.put(id, partition.end));
        return ends;
    }

    public List<PartitionId> partitions() {
        return List.copyOf(partitions.keySet());
    }

    /** All records that were ever produced and are kept. */
    public List<SimRecord> records() {
        return partitions.values().stream()
                .flatMap(partition -> partition.records.values().stream())
                .toList();
    }

    /** Offsets that were announced to the group. */
    public Map<PartitionId, Long> groupOffsets() {
        Map<PartitionId, Long> offsets = new HashMap<>();
        groupOffsets.forEach((partition, told) -> offsets.put(partition, told.nextOffset()));
        return offsets;
    }

    /** The group's offsets are gone, as after a week without a member. */
    public void forgetGroup() {
        groupOffsets.clear();
    }

    public List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }

    List<SimRecord> read(PartitionId id, long from, int most) {
        return partitions.get(id).records.tailMap(from).values().stream()
                .limit(most)
                .toList();
    }

    long nextPosition(PartitionId id, List<SimRecord> read) {
        SimPartition partition = partitions.get(id);
        long after = read.get(read.size() - 1).offset() + 1;
        // Reading goes past offsets without a record once it comes to them.
        Long next = partition.records.ceilingKey(after);
        return next == null ? partition.end : next;
    }

    long end(PartitionId id) {
        return partitions.get(id).end;
    }
}
