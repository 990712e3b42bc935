package io.millrace.sink.audit;

import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.port.PartitionFacts;
import io.millrace.sink.port.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Holds an audit against what Kafka has. */
public final class KafkaComparison {
    private KafkaComparison() {}

    /**
     * The report with the lag of each partition and what contradicts Kafka.
     *
     * @param facts of every partition of the topics in question, those without a log included
     */
    public static AuditReport compare(AuditReport report, Map<PartitionId, PartitionFacts> facts) {
        Map<PartitionId, PartitionAudit> partitions = new TreeMap<>();
        report.partitions().forEach(audit -> partitions.put(audit.partition(), audit));
        facts.forEach((partition, fact) -> {
            PartitionAudit audit = partitions.get(partition);
            if (audit == null) {
                partitions.put(partition, nothingStored(partition, fact));
            } else {
                partitions.put(partition, compare(audit, fact));
            }
        });
        return new AuditReport(report.root(), List.copyOf(partitions.values()), report.strays());
    }

    private static PartitionAudit nothingStored(PartitionId partition, PartitionFacts fact) {
        return new PartitionAudit(
                partition,
                fact.beginning(),
                fact.beginning(),
                Counts.NONE,
                0,
                0,
                0,
                OptionalLong.of(fact.end() - fact.beginning()),
                List.of());
    }

    private static PartitionAudit compare(PartitionAudit audit, PartitionFacts fact) {
        List<Finding> findings = new ArrayList<>(audit.findings());
        PartitionId partition = audit.partition();
        if (audit.nextOffset() > fact.end()) {
            findings.add(finding(
                    Kind.BEYOND_KAFKA,
                    partition,
                    "is stored up to offset " + audit.nextOffset() + ", but ends at " + fact.end() + " in Kafka"));
        }
        if (fact.beginning() > audit.nextOffset()) {
            findings.add(finding(
                    Kind.LOST_BY_RETENTION,
                    partition,
                    "is stored up to offset " + audit.nextOffset() + ", but Kafka keeps only records from "
                            + fact.beginning() + " on"));
        }
        return new PartitionAudit(
                partition,
                audit.firstOffset(),
                audit.nextOffset(),
                audit.totals(),
                audit.batches(),
                audit.claims(),
                audit.pendingFiles(),
                OptionalLong.of(Math.max(0, fact.end() - Math.max(audit.nextOffset(), fact.beginning()))),
                findings);
    }

    private static Finding finding(Kind kind, PartitionId partition, String what) {
        return new Finding(kind, partition.topic(), partition.partition(), "", "partition " + partition + " " + what);
    }
}
