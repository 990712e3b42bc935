package io.millrace.sink.audit;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.commit.LogIdentity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was found about one partition.
 *
 * @param partition which one
 * @param firstOffset where its log begins
 * @param nextOffset offset after the last committed one
 * @param totals what the offsets between became, added up from the records
 * @param batches commit records that are batches
 * @param claims commit records that are claims
 * @param pendingFiles committed files that wait to be moved into place by the next owner
 * @param letGo files that expired, or were acknowledged as taken away, and that are not there
 * @param compacted files that have become large ones
 * @param lag offsets in Kafka that are not stored yet; empty without Kafka
 * @param identity what the log says that it belongs to; empty without a record
 * @param findings faults
 */
public record PartitionAudit(
        PartitionId partition,
        long firstOffset,
        long nextOffset,
        Counts totals,
        long batches,
        long claims,
        long pendingFiles,
        LetGoAudit letGo,
        CompactedAudit compacted,
        OptionalLong lag,
        Optional<LogIdentity> identity,
        List<Finding> findings) {
    public PartitionAudit {
        findings = List.copyOf(findings);
    }

    /** The same, held against Kafka. */
    PartitionAudit compared(long newLag, List<Finding> allFindings) {
        return new PartitionAudit(
                partition,
                firstOffset,
                nextOffset,
                totals,
                batches,
                claims,
                pendingFiles,
                letGo,
                compacted,
                OptionalLong.of(newLag),
                identity,
                allFindings);
    }
}
