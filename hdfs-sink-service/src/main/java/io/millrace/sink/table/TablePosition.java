package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

/**
 * How far a table has taken one partition's commit log.
 *
 * @param topicId Kafka's id of the topic that the log belongs to: the numbers mean nothing in the log of another one
 * @param sequence the last record that was applied
 * @param nextOffset offset behind that record
 * @param upkeep the last record of the partition's upkeep log that was applied; -1 if none was
 */
public record TablePosition(String topicId, long sequence, long nextOffset, long upkeep) {
    public TablePosition {
        requireNonNull(topicId, "topicId");
    }

    /** The same with upkeep applied up to this record. */
    TablePosition upkept(long record) {
        return new TablePosition(topicId, sequence, nextOffset, record);
    }
}
