package io.millrace.launcher.demo;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.view.FlowView;
import java.time.Duration;
import java.util.List;

/** How far the records have come, as Kafka knows it. Not thread-safe. */
final class Progress {
    private static final Duration COUNTING = Duration.ofMillis(300);

    private final FlowView flows;
    private final int readings;
    private FlowView.Flow logs = FlowView.Flow.NONE;
    private FlowView.Flow stored = FlowView.Flow.NONE;
    private FlowView.Flow alerted = FlowView.Flow.NONE;

    Progress(FlowView flows, int readings) {
        this.flows = flows;
        this.readings = readings;
    }

    void update() throws InterruptedException {
        logs = flows.flow(DemoSettings.LOGS_SINK_GROUP, DemoSettings.LOGS_TOPIC, COUNTING);
        stored = flows.flow(DemoSettings.READINGS_SINK_GROUP, DemoSettings.READINGS_TOPIC, COUNTING);
        alerted = flows.flow(DemoSettings.ALERTS_GROUP, DemoSettings.READINGS_TOPIC, COUNTING);
    }

    boolean complete() {
        return List.of(logs, stored, alerted).stream().allMatch(flow -> flow.end() > 0 && flow.lag() == 0);
    }

    /** How many offsets the log lines take in Kafka. */
    long logsProduced() {
        return logs.end();
    }

    /** Grows with everything that moves. */
    long seen() {
        return 2 * (logs.end() + stored.end() + alerted.end()) - logs.lag() - stored.lag() - alerted.lag();
    }

    List<String> lines() {
        if (logs.end() + stored.end() == 0) {
            return List.of("The services are starting ...");
        }
        return List.of(
                "log lines   " + logs.text(),
                "readings    " + stored.text() + "  " + bar(stored),
                "alerts      " + alerted.text() + " checked");
    }

    private String bar(FlowView.Flow flow) {
        return Screen.bar(flow.stored(), Math.max(readings, flow.records()));
    }
}
