package io.millrace.consumer.kafka;

import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/** A member of a simulated group. */
final class SimMember implements RecordSource {
    final Set<PartitionId> toAssign = new LinkedHashSet<>();
    final Set<PartitionId> toRevoke = new LinkedHashSet<>();
    final Set<PartitionId> toLose = new LinkedHashSet<>();
    /** Partitions that Kafka does not answer for. */
    final Set<PartitionId> silent = new HashSet<>();

    private final SimTopics topics;
    private final SimGroup group;
    private final String name;
    private final int recordsPerPoll;
    private final Map<PartitionId, Long> positions = new TreeMap<>();
    private final Set<PartitionId> paused = new HashSet<>();
    private AssignmentListener listener;
    private ConsumerGroupMetadata generation;
    private boolean gone;

    SimMember(SimTopics topics, SimGroup group, String name, int recordsPerPoll) {
        this.topics = topics;
        this.group = group;
        this.name = name;
        this.recordsPerPoll = recordsPerPoll;
    }

    boolean isGone() {
        return gone;
    }

    /** The process dies; the group finds out. */
    void die() {
        gone = true;
    }

    Set<PartitionId> paused() {
        return Set.copyOf(paused);
    }

    /** As of the last poll. */
    ConsumerGroupMetadata generation() {
        return generation;
    }

    @Override
    public void start(AssignmentListener toTell) {
        listener = toTell;
    }

    @Override
    public List<RecordBatch> poll(Duration timeout) {
        List<PartitionId> lost = take(toLose);
        if (!lost.isEmpty()) {
            lost.forEach(positions::remove);
            listener.lost(lost);
        }
        List<PartitionId> revoked = take(toRevoke);
        if (!revoked.isEmpty()) {
            listener.revoked(revoked);
            revoked.forEach(positions::remove);
            revoked.forEach(partition -> group.givenBack(partition, this));
        }
        List<PartitionId> assigned = take(toAssign);
        if (!assigned.isEmpty()) {
            paused.addAll(assigned);
            assigned.forEach(partition -> positions.put(partition, 0L));
            listener.assigned(assigned);
        }
        generation = generation(group.generation(), name);
        List<RecordBatch> batches = new ArrayList<>();
        for (PartitionId partition : List.copyOf(positions.keySet())) {
            if (!paused.contains(partition)) {
                fetch(partition).ifPresent(batches::add);
            }
        }
        return batches;
    }

    private static List<PartitionId> take(Set<PartitionId> from) {
        List<PartitionId> taken = List.copyOf(from);
        from.clear();
        return taken;
    }

    /** Kafka's clients make such objects themselves; there is no other way to have one in a test. */
    @SuppressWarnings("removal")
    private static ConsumerGroupMetadata generation(int number, String member) {
        return new ConsumerGroupMetadata("group", number, member, Optional.empty());
    }

    private Optional<RecordBatch> fetch(PartitionId partition) {
        long position = positions.get(partition);
        if (position < topics.beginning(partition)) {
            paused.add(partition);
            listener.unreadable(partition, new IOException("offset " + position + " does not exist"));
            return Optional.empty();
        }
        List<HeldRecord> records = topics.read(partition, position, recordsPerPoll);
        long after =
                records.isEmpty() ? position : records.get(records.size() - 1).offset() + 1;
        long next = topics.next(partition, after);
        positions.put(partition, next);
        return next == position ? Optional.empty() : Optional.of(new SimBatch(partition, records, next));
    }

    private record SimBatch(PartitionId partition, List<HeldRecord> records, long nextOffset) implements RecordBatch {
        @Override
        public int size() {
            return records.size();
        }

        @Override
        public SourceRecord record(int index) {
            return records.get(index);
        }
    }

    @Override
    public PartitionFacts facts(PartitionId partition) throws IOException {
        if (silent.contains(partition)) {
            throw new IOException("partition " + partition + " has no leader");
        }
        return topics.facts(partition);
    }

    @Override
    public String topicId(PartitionId partition) {
        return "topic-id";
    }

    @Override
    public OptionalLong announced(PartitionId partition) {
        return OptionalLong.empty();
    }

    @Override
    public void resumeAt(PartitionId partition, long offset) {
        positions.put(partition, offset);
        paused.remove(partition);
    }

    @Override
    public void pause(PartitionId partition) {
        paused.add(partition);
    }

    @Override
    public void resume(PartitionId partition) {
        paused.remove(partition);
    }

    @Override
    public void announce(Map<PartitionId, Committed> committed) {
        throw new AssertionError("the publisher tells the group, nobody else: " + committed);
    }

    @Override
    public void close() {
        List<PartitionId> all = List.copyOf(positions.keySet());
        listener.revoked(all);
        gone = true;
        all.forEach(partition -> group.givenBack(partition, this));
    }
}
