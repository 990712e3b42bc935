package io.millrace.sink.table;

import static java.util.Objects.requireNonNull;

import io.millrace.record.PartitionId;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a table is behind one partition's commit log.
 *
 * @param partition which one
 * @param applied how far the table has come; empty if nothing of this log was applied
 * @param next offset up to which records are stored, by the log
 * @param behind offsets that are stored and not in the table
 * @param oldest when the first batch that is not in the table was committed; empty if none is missing
 */
public record PartitionLag(
        PartitionId partition, Optional<TablePosition> applied, long next, long behind, Optional<Instant> oldest) {
    public PartitionLag {
        requireNonNull(partition, "partition");
        requireNonNull(applied, "applied");
        requireNonNull(oldest, "oldest");
    }
}
