package io.millrace.sink.sim;

import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import io.millrace.stream.DeadLetters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dead letters that are on their way until any partition flushes; each may fail then, alone and behind its sender's back. */
public final class SimDeadLetters implements DeadLetters {
    private final SimKafka kafka;
    private final Calls calls;
    private final List<Letter> onTheWay = new ArrayList<>();
    private final Map<PartitionId, Fate> fates = new HashMap<>();

    /** What became of the letters of one batch. */
    private static final class Fate {
        private boolean failed;
    }

    private record Letter(String text, Fate fate) {}

    public SimDeadLetters(SimKafka kafka, Calls calls) {
        this.kafka = kafka;
        this.calls = calls;
    }

    @Override
    public void send(SourceRecord record, String topicId, String reason) throws IOException {
        PartitionId partition = new PartitionId(record.topic(), record.partition());
        String letter = partition + "@" + record.offset();
        Fate fate = fates.computeIfAbsent(partition, first -> new Fate());
        calls.call("dead letter " + letter, () -> onTheWay.add(new Letter(letter, fate)));
    }

    @Override
    public void flush(PartitionId partition) throws IOException {
        Fate fate = fates.get(partition);
        if (fate == null) {
            return;
        }
        for (Letter letter : List.copyOf(onTheWay)) {
            onTheWay.remove(letter);
            if (!calls.localOrFails("delivery of " + letter.text(), () -> kafka.deadLetters.add(letter.text()))) {
                letter.fate().failed = true;
            }
        }
        calls.call("flush dead letters", () -> null);
        fates.remove(partition);
        if (fate.failed) {
            throw new IOException("simulated failure of a letter of " + partition);
        }
    }

    @Override
    public void forget(PartitionId partition) {
        fates.remove(partition);
    }

    @Override
    public void close() {
        onTheWay.clear();
    }
}
