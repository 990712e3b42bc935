package io.millrace.sink.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.audit.CompactedAudit;
import io.millrace.sink.audit.Finding;
import io.millrace.sink.audit.LetGoAudit;
import io.millrace.sink.audit.PartitionAudit;
import io.millrace.sink.commit.Counts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints audits, for people and for machines. */
final class AuditPrinter {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int MOST_FINDINGS = 50;

    private AuditPrinter() {}

    static void table(AuditReport report, boolean complete, PrintWriter out) {
        String row = "%-32s %12s %12s %12s %8s %8s %8s %10s %8s %10s %7s%n";
        out.printf("Audit of %s%n%n", report.root());
        out.printf(
                row,
                "partition",
                "from",
                "to",
                "records",
                "files",
                "dead",
                "skipped",
                "tombstones",
                "absent",
                "lag",
                "faults");
        for (PartitionAudit audit : report.partitions()) {
            Counts totals = audit.totals();
            out.printf(
                    row,
                    audit.partition(),
                    audit.firstOffset(),
                    audit.nextOffset(),
                    totals.rows(),
                    totals.files(),
                    totals.deadLetters(),
                    totals.skipped(),
                    totals.tombstones(),
                    totals.absent(),
                    audit.lag().isPresent() ? audit.lag().getAsLong() : "-",
                    audit.findings().size());
        }
        Counts totals = report.totals();
        List<Finding> findings = report.findings();
        out.printf(
                "%nRecords %d in %d files, %d bytes; dead letters %d, skipped %d, skipped tombstones %d%n",
                totals.rows(),
                totals.files(),
                totals.bytes(),
                totals.deadLetters(),
                totals.skipped(),
                totals.tombstones());
        letGo(report.letGo(), totals, report.compacted(), out);
        findings.stream()
                .limit(MOST_FINDINGS)
                .forEach(finding -> out.printf("%s: %s%n", finding.kind().id(), finding.message()));
        if (findings.size() > MOST_FINDINGS) {
            out.printf("... and %d more; --json prints all%n", findings.size() - MOST_FINDINGS);
        }
        if (!complete) {
            out.println("Kafka holds records that are not stored yet (column lag)");
        }
        out.println(
                findings.isEmpty()
                        ? "Nothing is missing, doubled or altered."
                        : "The audit found " + findings.size() + (findings.size() == 1 ? " fault." : " faults."));
    }

    private static void letGo(LetGoAudit letGo, Counts totals, CompactedAudit compacted, PrintWriter out) {
        if (compacted.files() > 0) {
            out.printf(
                    "Compacted since: %d of the committed files are %d large ones%n",
                    compacted.files(), compacted.large());
        }
        if (letGo.waitingFiles() > 0) {
            out.printf("%d expired files are not deleted yet: expire goes on with them%n", letGo.waitingFiles());
        }
        if (letGo.files() == 0) {
            return;
        }
        out.printf(
                "Let go since: %d records in %d expired files, %d in %d files that were taken away; there now: %d in %d"
                        + " files%n",
                letGo.expiredRows(),
                letGo.expiredFiles(),
                letGo.acknowledgedRows(),
                letGo.acknowledgedFiles(),
                totals.rows() - letGo.rows(),
                totals.files() - letGo.files() - compacted.files() + compacted.large());
        letGo.acknowledgements().stream()
                .limit(MOST_FINDINGS)
                .forEach(line -> out.printf("Acknowledged as taken away %s%n", line));
    }

    static void json(AuditReport report, boolean complete, PrintWriter out) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("root", report.root());
        all.put("clean", report.clean());
        all.put("complete", complete);
        all.putAll(counts(report.totals()));
        all.putAll(letGo(report.letGo()));
        all.putAll(compacted(report.compacted()));
        List<Object> partitions = new ArrayList<>();
        for (PartitionAudit audit : report.partitions()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("topic", audit.partition().topic());
            line.put("partition", audit.partition().partition());
            line.put("first_offset", audit.firstOffset());
            line.put("next_offset", audit.nextOffset());
            line.putAll(counts(audit.totals()));
            line.put("batches", audit.batches());
            line.put("claims", audit.claims());
            line.put("pending_files", audit.pendingFiles());
            line.putAll(letGo(audit.letGo()));
            line.putAll(compacted(audit.compacted()));
            audit.lag().ifPresent(lag -> line.put("lag", lag));
            line.put("faults", audit.findings().size());
            partitions.add(line);
        }
        all.put("partitions", partitions);
        List<Object> findings = new ArrayList<>();
        for (Finding finding : report.findings()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("kind", finding.kind().id());
            line.put("topic", finding.topic());
            line.put("partition", finding.partition());
            line.put("path", finding.path());
            line.put("message", finding.message());
            findings.add(line);
        }
        all.put("faults", findings);
        try {
            out.println(JSON.writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    private static Map<String, Object> compacted(CompactedAudit compacted) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("compacted_files", compacted.files());
        line.put("large_files", compacted.large());
        return line;
    }

    private static Map<String, Object> letGo(LetGoAudit letGo) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("expired_files", letGo.expiredFiles());
        line.put("expired_records", letGo.expiredRows());
        line.put("acknowledged_files", letGo.acknowledgedFiles());
        line.put("acknowledged_records", letGo.acknowledgedRows());
        line.put("expired_files_not_deleted", letGo.waitingFiles());
        line.put("acknowledgements", letGo.acknowledgements());
        return line;
    }

    private static Map<String, Object> counts(Counts counts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("records", counts.rows());
        line.put("files", counts.files());
        line.put("bytes", counts.bytes());
        line.put("dead_letters", counts.deadLetters());
        line.put("skipped", counts.skipped());
        line.put("skipped_tombstones", counts.tombstones());
        line.put("absent", counts.absent());
        return line;
    }
}
