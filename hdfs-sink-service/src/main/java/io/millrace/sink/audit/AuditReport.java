package io.millrace.sink.audit;

import io.millrace.sink.commit.Counts;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of an audit.
 *
 * @param root the data folder
 * @param partitions in order of topic and number
 * @param strays faults that belong to no partition
 */
public record AuditReport(String root, List<PartitionAudit> partitions, List<Finding> strays) {
    public AuditReport {
        partitions = List.copyOf(partitions);
        strays = List.copyOf(strays);
    }

    /** All faults. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(strays);
        partitions.forEach(partition -> all.addAll(partition.findings()));
        return all;
    }

    /** True if there is no fault. */
    public boolean clean() {
        return findings().isEmpty();
    }

    /** What was let go of all partitions. */
    public LetGoAudit letGo() {
        return partitions.stream().map(PartitionAudit::letGo).reduce(LetGoAudit.NONE, LetGoAudit::plus);
    }

    /** What has become large files of all partitions. */
    public CompactedAudit compacted() {
        return partitions.stream().map(PartitionAudit::compacted).reduce(CompactedAudit.NONE, CompactedAudit::plus);
    }

    /** The sum over all partitions. */
    public Counts totals() {
        return partitions.stream().map(PartitionAudit::totals).reduce(Counts.NONE, Counts::plus);
    }
}
