package io.millrace.launcher.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.view.Flow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowsTest {
    private final Map<String, Flow> known = new HashMap<>();
    private final List<Duration> counting = new ArrayList<>();
    private final Flows flows = new Flows((group, topic, atMost) -> {
        counting.add(atMost);
        return known.getOrDefault(group + " in " + topic, Flow.NONE);
    });

    private final Preset.Process sink = receiver("sink", "g1", "t1");
    private final Preset.Process alerts = receiver("consumer-alerts", "g2", "t2");

    @Test
    void aReceiverIsAtThePlaceOfItsGroupInItsTopic() throws Exception {
        known.put("g1 in t1", new Flow(10, 4, 9, 5, true));
        assertThat(flows.lag(sink)).isEqualTo(4);
        assertThat(flows.lag(alerts)).isZero();
    }

    @Test
    void whatWasProducedIsTheSumOverAllReceivers() throws Exception {
        known.put("g1 in t1", new Flow(10, 4, 9, 5, true));
        known.put("g2 in t2", new Flow(3, 0, 3, 3, true));
        assertThat(flows.look(List.of(sink, alerts)).produced()).isEqualTo(13);
        assertThat(flows.look(List.of()).produced()).isZero();
    }

    @Test
    void linesStandInColumns() throws Exception {
        known.put("g1 in t1", new Flow(1000, 4, 1000, 996, true));
        assertThat(flows.look(List.of(sink, alerts)).lines())
                .containsExactly("sink             996 of 1,000 records", "consumer-alerts  no records yet");
    }

    @Test
    void decisionsDoNotWaitForRecordsToBeCountedAndTheResultDoes() throws Exception {
        flows.lag(sink);
        assertThat(counting).containsOnly(Duration.ZERO);
        counting.clear();
        flows.look(List.of(sink));
        flows.counted(List.of(sink));
        assertThat(counting.get(0)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(counting.get(1)).isGreaterThan(Duration.ofSeconds(10));
    }

    private static Preset.Process receiver(String name, String group, String topic) {
        return new Preset.Process(
                name,
                Preset.Kind.SINK,
                "run",
                List.of(),
                Map.of("KAFKA_CONSUMER_GROUP_ID", group, "KAFKA_TOPIC_NAME", topic));
    }
}
