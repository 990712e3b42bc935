package io.millrace.launcher.preset;

import io.millrace.launcher.view.Flow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Where the receivers are now. */
    Standing look(List<Preset.Process> receivers) throws InterruptedException {
        return look(receivers, GLANCE);
    }

    /** As {@link #look}, after all records are counted. */
    Standing counted(List<Preset.Process> receivers) throws InterruptedException {
        return look(receivers, WHOLE);
    }

    private Standing look(List<Preset.Process> receivers, Duration counting) throws InterruptedException {
        Map<String, Flow> flows = new LinkedHashMap<>();
        for (Preset.Process receiver : receivers) {
            flows.put(receiver.name(), flow(receiver, counting));
        }
        return new Standing(flows);
    }

    private Flow flow(Preset.Process receiver, Duration counting) throws InterruptedException {
        return view.flow(
                receiver.variable("KAFKA_CONSUMER_GROUP_ID").orElseThrow(),
                receiver.variable("KAFKA_TOPIC_NAME").orElseThrow(),
                counting);
    }
}
