package io.millrace.console.landed;

import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.audit.Auditor;
import io.millrace.sink.audit.Depth;
import io.millrace.sink.audit.Finding;
import java.io.IOException;
import java.util.List;

/** Audits a root by names and lengths, which changes nothing. Thread-safe. */
public final class AuditLook {
    private static final long SETTLE_MILLIS = 250;

    private final Hdfs hdfs;

    public AuditLook(Hdfs hdfs) {
        this.hdfs = hdfs;
    }

    /** What was found. */
    public record Audit(boolean clean, List<AuditedPartition> partitions, List<Fault> faults) {
        public Audit {
            partitions = List.copyOf(partitions);
            faults = List.copyOf(faults);
        }
    }

    /** What is stored of a partition. */
    public record AuditedPartition(String partition, long records, long files, long bytes) {}

    /** Something that must not be. */
    public record Fault(String partition, String kind, String path, String text) {
        private static Fault of(Finding finding) {
            return new Fault(
                    finding.topic().isEmpty() ? "" : finding.topic() + "-" + finding.partition(),
                    finding.kind().id(),
                    finding.path(),
                    finding.message());
        }
    }

    /**
     * Audits the root.
     *
     * @throws IOException if the file system does not answer, or the thread is interrupted
     */
    public Audit audit(String root) throws IOException {
        AuditReport report = new Auditor(hdfs.store(), root, Depth.LENGTHS, AuditLook::pause).audit();
        return new Audit(
                report.clean(),
                report.partitions().stream()
                        .map(one -> new AuditedPartition(
                                one.partition().topic() + "-" + one.partition().partition(),
                                one.totals().rows(),
                                one.totals().files(),
                                one.totals().bytes()))
                        .toList(),
                report.findings().stream().limit(1_000).map(Fault::of).toList());
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
