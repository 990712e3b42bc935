package io.millrace.sink.cli;

import io.millrace.record.PartitionId;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.kafka.KafkaClientOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.audit.Auditor;
import io.millrace.sink.audit.Depth;
import io.millrace.sink.audit.Finding;
import io.millrace.sink.audit.KafkaComparison;
import io.millrace.sink.audit.PartitionAudit;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore.Durability;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.upkeep.Acknowledgement;
import io.millrace.sink.upkeep.LetGoSum;
import io.millrace.stream.Clock;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.StoppedException;
import io.millrace.stream.kafka.KafkaCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves what is stored. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Proves from HDFS that every offset is stored once and every file is what was committed. Ends with"
                        + " status 0 if so, with 1 if anything is wrong.")
final class AuditCommand implements Callable<Integer> {
    /** Between two looks at files that a sink at work is about to move. */
    private static final long SETTLE_MILLIS = 250;
    /** Of the files of one partition that are acknowledged. */
    private static final long MOST_NAMED = 50;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HdfsOptions hdfs;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
            description = "Compare with what these Kafka brokers hold; empty for HDFS alone [KAFKA_BOOTSTRAP_SERVERS]."
                    + " Default: HDFS alone")
    private String bootstrapServers;

    @Mixin
    private KafkaClientOptions kafka;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "${env:AUDIT_TOPICS}",
            description =
                    "Topics to compare with Kafka, and whose missing files --acknowledge takes, with commas between"
                            + " them [AUDIT_TOPICS]. Default: those with a commit log")
    private List<String> topics = List.of();

    @Option(
            names = "--quick",
            defaultValue = "${env:AUDIT_QUICK:-false}",
            description = "Check names and lengths of files only, do not read them [AUDIT_QUICK]. Default:"
                    + " ${DEFAULT-VALUE}")
    private boolean quick;

    @Option(
            names = "--require-complete",
            defaultValue = "${env:AUDIT_REQUIRE_COMPLETE:-false}",
            description = "Records in Kafka that are not stored yet are a fault too [AUDIT_REQUIRE_COMPLETE]. Default:"
                    + " ${DEFAULT-VALUE}")
    private boolean requireComplete;

    @Option(
            names = "--json",
            defaultValue = "${env:AUDIT_JSON:-false}",
            description = "Print JSON instead of a table [AUDIT_JSON]. Default: ${DEFAULT-VALUE}")
    private boolean json;

    @Option(
            names = "--acknowledge",
            paramLabel = "REASON",
            defaultValue = "${env:AUDIT_ACKNOWLEDGE}",
            description =
                    "Say for all times that the missing files of this audit are known to be gone, and why: no later"
                            + " audit misses them [AUDIT_ACKNOWLEDGE].")
    private String acknowledge;

    @Mixin
    private SignedByOption by;

    @Override
    public Integer call() throws IOException {
        if (bootstrapServers != null && bootstrapServers.isBlank()) {
            bootstrapServers = null;
        }
        if (requireComplete && bootstrapServers == null) {
            throw new SettingsException("--require-complete needs --bootstrap-servers");
        }
        Optional<KafkaSettings> compared = Optional.ofNullable(bootstrapServers).map(kafka::settings);
        HdfsConnection connection = hdfs.connection();
        FileStore store = store(connection);
        PrintWriter out = spec.commandLine().getOut();
        AuditReport report = report(connection, store, compared);
        if (acknowledge != null && !acknowledge.isBlank()) {
            if (acknowledge(connection, store, report, json ? spec.commandLine().getErr() : out)) {
                report = report(connection, store, compared);
            }
        }
        boolean complete = !requireComplete
                || report.partitions().stream().allMatch(audit -> audit.lag().orElse(0) == 0);
        if (json) {
            AuditPrinter.json(report, complete, out);
        } else {
            AuditPrinter.table(report, complete, out);
        }
        out.flush();
        return report.clean() && complete ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private AuditReport report(HdfsConnection connection, FileStore store, Optional<KafkaSettings> compared) {
        Depth depth = quick ? Depth.LENGTHS : Depth.CONTENTS;
        Auditor auditor = new Auditor(store, connection.rootPath(), depth, AuditCommand::pause);
        return compared.isPresent() ? compared(connection, auditor, compared.get()) : audit(connection, auditor);
    }

    private static FileStore store(HdfsConnection connection) {
        try {
            FileStore store = connection.open(Durability.REPLICATED);
            if (store.stat(connection.rootPath()).isEmpty()) {
                throw new ServiceException("--root is '" + connection.rootUri() + "', must be an existing folder");
            }
            return store;
        } catch (IOException e) {
            throw failed(connection, e);
        }
    }

    /** Returns true if there was something to acknowledge. */
    private boolean acknowledge(HdfsConnection connection, FileStore store, AuditReport report, PrintWriter out) {
        Acknowledgement acknowledgement = new Acknowledgement(store, connection.rootPath(), CommitLog.SEGMENT_SIZE);
        LetGoSum all = LetGoSum.NONE;
        try {
            for (PartitionAudit audit : report.partitions()) {
                Set<String> missing = new TreeSet<>();
                audit.findings().stream()
                        .filter(finding -> finding.kind() == Finding.Kind.MISSING_FILE)
                        .forEach(finding -> missing.add(finding.path()));
                if (new WantedTopics(topics).isWanted(audit.partition().topic()) && !missing.isEmpty()) {
                    missing.stream().limit(MOST_NAMED).forEach(out::println);
                    all = all.plus(acknowledgement.acknowledge(
                            audit.partition(), missing, by.upkeeper(acknowledge), Clock.system()));
                }
            }
        } catch (IOException e) {
            throw failed(connection, e);
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        }
        out.printf("%d missing files with %d records are acknowledged now.%n%n", all.files(), all.rows());
        out.flush();
        return all.files() > 0;
    }

    private static AuditReport audit(HdfsConnection connection, Auditor auditor) {
        try {
            return auditor.audit();
        } catch (IOException e) {
            throw failed(connection, e);
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    private static ServiceException failed(HdfsConnection connection, IOException e) {
        return new ServiceException("the audit of " + connection.rootUri() + " failed: " + e.getMessage(), e);
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private AuditReport compared(HdfsConnection connection, Auditor auditor, KafkaSettings settings) {
        Set<String> stored = new TreeSet<>();
        try {
            auditor.partitions().forEach(partition -> stored.add(partition.topic()));
        } catch (IOException e) {
            throw failed(connection, e);
        }
        try (KafkaCluster cluster = new KafkaCluster(settings)) {
            Collection<String> compared = topics.isEmpty() ? present(cluster, stored) : topics;
            Map<PartitionId, PartitionFacts> before = cluster.facts(compared);
            AuditReport report = audit(connection, auditor);
            return KafkaComparison.compare(report, before, cluster.facts(present(cluster, compared)));
        } catch (IOException e) {
            throw new ServiceException("the comparison with Kafka failed: " + e.getMessage(), e);
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new ServiceException("no connection to Kafka at " + bootstrapServers + ": " + e.getMessage(), e);
        }
    }

    /** Those that Kafka has: what is stored outlives topics, and there is nothing to compare it with then. */
    private static List<String> present(KafkaCluster cluster, Collection<String> topics) throws IOException {
        List<String> present = new ArrayList<>();
        for (String topic : topics) {
            if (cluster.exists(topic)) {
                present.add(topic);
            }
        }
        return present;
    }
}
