package io.millrace.stream.run;

import io.millrace.record.PartitionId;

/**
 * What partitions may wait for; both may be the same, where it makes no difference.
 *
 * @param source for what Kafka is asked
 * @param landing for where records come to rest
 */
public record Outages(OutageBoard source, OutageBoard landing) {
    /** One for both. */
    public Outages(OutageBoard board) {
        this(board, board);
    }

    void up(PartitionId partition) {
        source.up(partition);
        landing.up(partition);
    }

    void left(PartitionId partition) {
        source.left(partition);
        landing.left(partition);
    }
}
