package io.millrace.launcher.view;

import io.millrace.launcher.screen.Screen;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far a group has come in a topic, in offsets for decisions and in records for people. Not thread-safe. */
public final class FlowView {
    private final KafkaView kafka;
    private final RecordCounts counts;

    public FlowView(KafkaView kafka, RecordCounts counts) {
        this.kafka = kafka;
        this.counts = counts;
    }

    /**
     * A group's place in a topic.
     *
     * @param end offsets up to the topic's end, over all partitions
     * @param lag offsets between what the group has stored and the end
     * @param records records in the topic
     * @param stored how many of them the group has stored
     * @param exact whether all records were counted; else offsets are taken for records where they were not
     */
    public record Flow(long end, long lag, long records, long stored, boolean exact) {
        /** Of a topic that does not exist. */
        public static final Flow NONE = new Flow(0, 0, 0, 0, true);

        /** {@code 1,234 of 1,300 records}. */
        public String text() {
            if (end == 0) {
                return "no records yet";
            }
            return (exact ? "" : "about ") + Screen.count(stored) + " of " + Screen.count(records, "record");
        }
    }

    /**
     * The present state; all zero while there is no such topic.
     *
     * @param counting how long the records may be counted for it
     */
    public Flow flow(String group, String topic, Duration counting) throws InterruptedException {
        if (!kafka.exists(topic)) {
            return Flow.NONE;
        }
        // In this order: the end of a moment ago could be before what is stored now.
        Map<TopicPartition, Long> committed = kafka.committed(group, topic);
        Map<TopicPartition, Long> ends = kafka.endOffsetsIfAny(topic);
        long end = 0;
        long lag = 0;
        long records = 0;
        long stored = 0;
        boolean exact = counts.advance(ends, counting);
        for (Map.Entry<TopicPartition, Long> entry : ends.entrySet()) {
            long done = Math.min(entry.getValue(), committed.getOrDefault(entry.getKey(), 0L));
            end += entry.getValue();
            lag += entry.getValue() - done;
            records += counts.atMostBefore(entry.getKey(), entry.getValue());
            stored += counts.atMostBefore(entry.getKey(), done);
        }
        return new Flow(end, lag, records, stored, exact);
    }
}
