package io.millrace.launcher.preset;

import io.millrace.launcher.view.Flow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How far the receivers of a preset have come in their topics, as Kafka knows it. Not thread-safe. */
public final class Flows {
    private static final Duration GLANCE = Duration.ofMillis(150);
    private static final Duration WHOLE = Duration.ofSeconds(60);

    private final View view;

    /** Knows a group's place in a topic. */
    public interface View {
        Flow flow(String group, String topic, Duration counting) throws InterruptedException;
    }

    public Flows(View view) {
        this.view = view;
    }

    /** Offsets between what the receiver has stored and the end of its topic; 0 while there is no topic. */
    long lag(Preset.Process receiver) throws InterruptedException {
        return flow(receiver, Duration.ZERO).lag();
    }

    /** Offsets in the receivers' topics: grows with each record that a source brings. */
    long produced(List<Preset.Process> receivers) throws InterruptedException {
        long produced = 0;
        for (Preset.Process receiver : receivers) {
            produced += flow(receiver, Duration.ZERO).end();
        }
        return produced;
    }

    /** One line per receiver: its name, how many records it has stored, how many there are. */
    List<String> lines(List<Preset.Process> receivers) throws InterruptedException {
        return lines(receivers, GLANCE);
    }

    /** As {@link #lines}, after all records are counted. */
    List<String> countedLines(List<Preset.Process> receivers) throws InterruptedException {
        return lines(receivers, WHOLE);
    }

    private List<String> lines(List<Preset.Process> receivers, Duration counting) throws InterruptedException {
        int width = receivers.stream().mapToInt(r -> r.name().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (Preset.Process receiver : receivers) {
            lines.add(receiver.name() + " ".repeat(width - receiver.name().length()) + "  "
                    + flow(receiver, counting).text());
        }
        return lines;
    }

    /** The receiver's place in its topic. */
    Flow flow(Preset.Process receiver, Duration counting) throws InterruptedException {
        return view.flow(
                receiver.variable("KAFKA_CONSUMER_GROUP_ID").orElseThrow(),
                receiver.variable("KAFKA_TOPIC_NAME").orElseThrow(),
                counting);
    }
}
