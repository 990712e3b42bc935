package io.millrace.sink.sim;

import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A member of a simulated consumer group. */
public final class SimSource implements RecordSource {
    final Set<PartitionId> toAssign = new LinkedHashSet<>();
    final Set<PartitionId> toRevoke = new LinkedHashSet<>();
    final Set<PartitionId> toLose = new LinkedHashSet<>();

    private final SimKafka kafka;
    private final SimGroup group;
    private final Calls calls;
    private final int recordsPerPoll;
    private final Set<PartitionId> held = new TreeSet<>();
    /** Position of each held partition that is not paused. */
    private final Map<PartitionId, Long> active = new TreeMap<>();

    private AssignmentListener listener;
    private boolean closed;

    public SimSource(SimKafka kafka, SimGroup group, Calls calls, int recordsPerPoll) {
        this.kafka = kafka;
        this.group = group;
        this.calls = calls;
        this.recordsPerPoll = recordsPerPoll;
    }

    /** True if this member will never poll again. */
    boolean isGone() {
        return closed || calls.isDead();
    }

    @Override
    public void start(AssignmentListener toTell) {
        listener = toTell;
    }

    @Override
    public List<RecordBatch> poll(Duration timeout) {
        List<RecordBatch> batches = new ArrayList<>();
        calls.localOrFails("poll", () -> {
            rebalance();
            fetch(batches);
            return true;
        });
        return batches;
    }

    private void rebalance() {
        List<PartitionId> lost = take(toLose);
        if (!lost.isEmpty()) {
            lost.forEach(this::forget);
            listener.lost(lost);
        }
        List<PartitionId> revoked = take(toRevoke);
        if (!revoked.isEmpty()) {
            listener.revoked(revoked);
            revoked.forEach(this::forget);
            revoked.forEach(partition -> group.released(partition, this));
        }
        List<PartitionId> assigned = take(toAssign);
        if (!assigned.isEmpty()) {
            held.addAll(assigned);
            listener.assigned(assigned);
        }
    }

    private static List<PartitionId> take(Set<PartitionId> from) {
        List<PartitionId> taken = List.copyOf(from);
        from.clear();
        return taken;
    }

    private void forget(PartitionId partition) {
        held.remove(partition);
        active.remove(partition);
    }

    private void fetch(List<RecordBatch> batches) {
        for (Map.Entry<PartitionId, Long> entry : active.entrySet()) {
            PartitionId partition = entry.getKey();
            List<SimRecord> records = kafka.read(partition, entry.getValue(), recordsPerPoll);
            if (records.isEmpty()) {
                long end = kafka.end(partition);
                if (end > entry.getValue()) {
                    entry.setValue(end);
                    batches.add(new SimBatch(partition, records, end));
                }
                continue;
            }
            long next = kafka.nextPosition(partition, records);
            entry.setValue(next);
            batches.add(new SimBatch(partition, records, next));
        }
    }

    private record SimBatch(PartitionId partition, List<SimRecord> records, long nextOffset) implements RecordBatch {
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
        return calls.call("facts " + partition, () -> kafka.facts(partition));
    }

    @Override
    public String topicId(PartitionId partition) throws IOException {
        return calls.call("topic id " + partition.topic(), () -> kafka.toldId(partition.topic()));
    }

    @Override
    public OptionalLong announced(PartitionId partition) throws IOException {
        return calls.call("announced " + partition, () -> {
            Committed told = kafka.groupOffsets.get(partition);
            return told == null || !told.topicId().equals(kafka.topicId(partition.topic()))
                    ? OptionalLong.empty()
                    : OptionalLong.of(told.nextOffset());
        });
    }

    @Override
    public void resumeAt(PartitionId partition, long offset) {
        calls.local("resumeAt " + partition + " " + offset, () -> active.put(partition, offset));
    }

    @Override
    public void pause(PartitionId partition) {
        calls.local("pause " + partition, () -> active.remove(partition));
    }

    @Override
    public void resume(PartitionId partition) {
        throw new AssertionError("files never hold partition " + partition + " back");
    }

    @Override
    public void announce(Map<PartitionId, Committed> committed) {
        // The group refuses what a member says of a partition that it does not have any more, and until it has heard
        // that it
        // has lost it and got it again.
        calls.local(
                "announce " + committed,
                () -> committed.forEach((partition, offset) -> {
                    if (group.owners().get(partition) == this
                            && !toLose.contains(partition)
                            && !toAssign.contains(partition)) {
                        kafka.groupOffsets.put(partition, offset);
                    }
                }));
    }

    @Override
    public void close() {
        List<PartitionId> all = List.copyOf(held);
        listener.revoked(all);
        calls.local("close", () -> {
            closed = true;
            all.forEach(this::forget);
            all.forEach(partition -> group.released(partition, this));
        });
    }
}
