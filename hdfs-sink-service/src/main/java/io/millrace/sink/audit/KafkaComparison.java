package io.millrace.sink.audit;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.commit.LogIdentity;
import io.millrace.stream.PartitionFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Holds an audit against what Kafka has. */
public final class KafkaComparison {
    private KafkaComparison() {}

    /**
     * The report with the lag of each partition and what contradicts Kafka.
     *
     * <p>Reading logs and files may take hours, in which a sink at work goes on. So what is not stored, or was lost, is told
     * by what Kafka had before, and what should not be stored by what it has afterwards.
     *
     * @param before asked before the logs were read, of every partition of the topics in question, those without a log
     *     included
     * @param after the same, asked after the logs were read
     */
    public static AuditReport compare(
            AuditReport report, Map<PartitionId, PartitionFacts> before, Map<PartitionId, PartitionFacts> after) {
        Map<PartitionId, PartitionAudit> partitions = new TreeMap<>();
        report.partitions().forEach(audit -> partitions.put(audit.partition(), audit));
        before.forEach((partition, fact) -> {
            PartitionAudit audit = partitions.get(partition);
            if (audit == null) {
                partitions.put(partition, nothingStored(partition, fact));
            } else {
                partitions.put(partition, compare(audit, fact, after.get(partition)));
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
                LetGoAudit.NONE,
                CompactedAudit.NONE,
                OptionalLong.of(fact.end() - fact.beginning()),
                Optional.empty(),
                List.of());
    }

    /** @param later null if Kafka does not have the partition any more */
    private static PartitionAudit compare(PartitionAudit audit, PartitionFacts fact, PartitionFacts later) {
        List<Finding> findings = new ArrayList<>(audit.findings());
        PartitionId partition = audit.partition();
        Optional<String> cluster = audit.identity().flatMap(LogIdentity::kafkaCluster);
        if (cluster.isPresent() && !cluster.get().equals(fact.cluster())) {
            findings.add(finding(
                    Kind.OTHER_CLUSTER,
                    partition,
                    "is stored from Kafka cluster " + cluster.get() + ", the connected one is " + fact.cluster()));
        }
        Optional<String> topicId = audit.identity().map(LogIdentity::topicId);
        if (topicId.isPresent() && !topicId.get().equals(fact.topicId())) {
            findings.add(finding(
                    Kind.OTHER_TOPIC,
                    partition,
                    "is stored from topic id " + topicId.get() + ", but topic " + partition.topic() + " has the id "
                            + fact.topicId() + " in Kafka: it was deleted and created again, and nothing of the new one"
                            + " is stored"));
            // Its offsets mean other records: nothing else can be compared, and all of it is still to be stored.
            return audit.compared(fact.end() - fact.beginning(), findings);
        }
        // A topic that was deleted meanwhile, or made anew, tells nothing of what the log was about.
        boolean same = later != null && later.topicId().equals(fact.topicId());
        if (same && audit.nextOffset() > later.end()) {
            findings.add(finding(
                    Kind.BEYOND_KAFKA,
                    partition,
                    "is stored up to offset " + audit.nextOffset() + ", but ends at " + later.end() + " in Kafka"));
        }
        if (fact.beginning() > audit.nextOffset()) {
            findings.add(finding(
                    Kind.LOST_BY_RETENTION,
                    partition,
                    "is stored up to offset " + audit.nextOffset() + ", but Kafka keeps only records from "
                            + fact.beginning() + " on"));
        }
        return audit.compared(Math.max(0, fact.end() - Math.max(audit.nextOffset(), fact.beginning())), findings);
    }

    private static Finding finding(Kind kind, PartitionId partition, String what) {
        return new Finding(kind, partition.topic(), partition.partition(), "", "partition " + partition + " " + what);
    }
}
