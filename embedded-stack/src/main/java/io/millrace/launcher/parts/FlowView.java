package io.millrace.launcher.parts;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
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
     * @param records records in the topic; empty while they are being counted
     * @param stored how many of them the group has stored; empty while they are being counted
     */
    public record Flow(long end, long lag, OptionalLong records, OptionalLong stored) {
        /** {@code 1,234 of 1,300 records}, or why that cannot be said yet. */
        public String text() {
            if (end == 0) {
                return "no records yet";
            }
            return records.isPresent() && stored.isPresent()
                    ? Screen.count(stored.getAsLong()) + " of " + Screen.count(records.getAsLong(), "record")
                    : "counting the records ...";
        }
    }

    /**
     * The present state; all zero while there is no such topic.
     *
     * @param counting how long the records may be counted for it
     */
    public Flow flow(String group, String topic, Duration counting) throws InterruptedException {
        if (!kafka.exists(topic)) {
            return new Flow(0, 0, OptionalLong.of(0), OptionalLong.of(0));
        }
        // In this order: the end of a moment ago could be before what is stored now.
        Map<TopicPartition, Long> committed = kafka.committed(group, topic);
        Map<TopicPartition, Long> ends = kafka.endOffsetsIfAny(topic);
        long end = 0;
        long lag = 0;
        long records = 0;
        long stored = 0;
        boolean counted = counts.advance(ends, counting);
        for (Map.Entry<TopicPartition, Long> entry : ends.entrySet()) {
            long done = Math.min(entry.getValue(), committed.getOrDefault(entry.getKey(), 0L));
            end += entry.getValue();
            lag += entry.getValue() - done;
            OptionalLong all = counts.before(entry.getKey(), entry.getValue());
            OptionalLong some = counts.before(entry.getKey(), done);
            counted &= all.isPresent() && some.isPresent();
            records += all.orElse(0);
            stored += some.orElse(0);
        }
        return new Flow(
                end,
                lag,
                counted ? OptionalLong.of(records) : OptionalLong.empty(),
                counted ? OptionalLong.of(stored) : OptionalLong.empty());
    }
}
