package io.millrace.launcher.demo;

import io.millrace.launcher.parts.KafkaView;
import io.millrace.launcher.parts.Screen;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far the records have come, seen in Kafka's offsets. Not thread-safe. */
final class Progress {
    private final KafkaView kafka;
    private final int readings;
    private Flow logs = new Flow(0, 0);
    private Flow stored = new Flow(0, 0);
    private Flow alerted = new Flow(0, 0);

    Progress(KafkaView kafka, int readings) {
        this.kafka = kafka;
        this.readings = readings;
    }

    /** Offsets count records and, where a source uses transactions, a marker for each transaction. */
    private record Flow(long end, long done) {
        boolean complete() {
            return end > 0 && done >= end;
        }
    }

    void update() throws InterruptedException {
        logs = flow(DemoSettings.LOGS_TOPIC, DemoSettings.LOGS_SINK_GROUP);
        stored = flow(DemoSettings.READINGS_TOPIC, DemoSettings.READINGS_SINK_GROUP);
        alerted = flow(DemoSettings.READINGS_TOPIC, DemoSettings.ALERTS_GROUP);
    }

    boolean complete() {
        return logs.complete() && stored.complete() && alerted.complete();
    }

    /** How many offsets the log lines take in Kafka. */
    long logsProduced() {
        return logs.end();
    }

    /** Grows with everything that moves. */
    long seen() {
        return logs.end() + stored.end() + logs.done() + stored.done() + alerted.done();
    }

    String line() {
        if (logs.end() + stored.end() == 0) {
            return "The services are starting ...";
        }
        return "offsets: logs " + part(logs) + "  readings "
                + Screen.bar(stored.done(), Math.max(readings, stored.end())) + " " + part(stored) + "  alerts checked "
                + part(alerted);
    }

    private static String part(Flow flow) {
        return Screen.count(flow.done()) + "/" + Screen.count(flow.end());
    }

    private Flow flow(String topic, String group) throws InterruptedException {
        Map<TopicPartition, Long> ends = kafka.endOffsets(topic);
        Map<TopicPartition, Long> committed = kafka.committed(group, topic);
        long end = 0;
        long done = 0;
        for (Map.Entry<TopicPartition, Long> entry : ends.entrySet()) {
            end += entry.getValue();
            done += Math.min(entry.getValue(), committed.getOrDefault(entry.getKey(), 0L));
        }
        return new Flow(end, done);
    }
}
