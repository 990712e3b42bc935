package io.millrace.stream.run;

import io.millrace.record.PartitionId;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/** A source that gives what it was given, and notes what it is told. */
final class FakeSource implements RecordSource {
    static final long END = 20;

    final List<RecordBatch> batches = new ArrayList<>();
    private final Collection<PartitionId> held = new TreeSet<>();
    private AssignmentListener listener;
    /** What Kafka says to whoever asks; null for an answer. */
    IOException failure;

    private final List<String> calls;
    /** Partitions whose announcement was lost. */
    final List<PartitionId> unheard = new ArrayList<>();

    FakeSource(List<String> calls) {
        this.calls = calls;
    }

    @Override
    public void start(AssignmentListener toTell) {
        listener = toTell;
    }

    @Override
    public List<RecordBatch> poll(Duration timeout) {
        calls.add("poll");
        List<RecordBatch> polled = List.copyOf(batches);
        batches.clear();
        return polled;
    }

    @Override
    public PartitionFacts facts(PartitionId partition) throws IOException {
        if (failure != null) {
            throw failure;
        }
        return new PartitionFacts("cluster", "id", 2, 0, END);
    }

    @Override
    public String topicId(PartitionId partition) {
        return "id";
    }

    @Override
    public OptionalLong announced(PartitionId partition) {
        return OptionalLong.empty();
    }

    @Override
    public void resumeAt(PartitionId partition, long offset) {
        held.add(partition);
        calls.add("resume " + partition + " at " + offset);
    }

    @Override
    public void pause(PartitionId partition) {
        calls.add("pause " + partition);
    }

    @Override
    public void resume(PartitionId partition) {
        calls.add("resume " + partition);
    }

    @Override
    public void announce(Map<PartitionId, Committed> committed) {
        calls.add("announce " + committed);
    }

    @Override
    public List<PartitionId> unannounced() {
        List<PartitionId> again = List.copyOf(unheard);
        unheard.clear();
        return again;
    }

    @Override
    public void close() {
        listener.revoked(List.copyOf(held));
        calls.add("close");
    }
}
