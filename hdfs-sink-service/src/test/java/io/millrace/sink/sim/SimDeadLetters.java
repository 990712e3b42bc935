package io.millrace.sink.sim;

import io.millrace.sink.format.SourceRecord;
import io.millrace.sink.port.DeadLetters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Dead letters that are on their way until they are flushed. */
public final class SimDeadLetters implements DeadLetters {
    private final SimKafka kafka;
    private final Calls calls;
    private final List<String> onTheWay = new ArrayList<>();

    public SimDeadLetters(SimKafka kafka, Calls calls) {
        this.kafka = kafka;
        this.calls = calls;
    }

    @Override
    public void send(SourceRecord record, String reason) throws IOException {
        String letter = record.topic() + "-" + record.partition() + "@" + record.offset();
        calls.call("dead letter " + letter, () -> onTheWay.add(letter));
    }

    @Override
    public void flush() throws IOException {
        calls.call("flush dead letters", () -> {
            kafka.deadLetters.addAll(onTheWay);
            onTheWay.clear();
            return null;
        });
    }

    @Override
    public void close() {
        onTheWay.clear();
    }
}
