package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

/**
 * How far a table has taken one partition's commit log.
 *
 * @param topicId Kafka's id of the topic that the log belongs to: the numbers mean nothing in the log of another one
 * @param sequence the last record that was applied
 * @param nextOffset offset behind that record
 */
public record TablePosition(String topicId, long sequence, long nextOffset) {
    public TablePosition {
        requireNonNull(topicId, "topicId");
    }
}
