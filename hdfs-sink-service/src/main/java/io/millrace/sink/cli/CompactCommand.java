package io.millrace.sink.cli;

import io.millrace.formats.TopicFormats;
import io.millrace.record.PartitionId;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore.Durability;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.table.TableNotes;
import io.millrace.sink.upkeep.Compaction;
import io.millrace.sink.upkeep.CompactionRule;
import io.millrace.sink.upkeep.CompactionSum;
import io.millrace.stream.Clock;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes large files of small ones. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Puts small files of lines (text and JSON lines, also gzip and zstd) behind each other, those of each folder"
                        + " and partition, without reading them. Whoever counts records finds each of them once at any"
                        + " moment. Works beside sinks, and may be killed and started again at any moment.")
final class CompactCommand implements CheckedCommand {
    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HdfsOptions hdfs;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "${env:COMPACT_TOPICS}",
            description = "Topics whose files may become large ones, with commas between them [COMPACT_TOPICS]."
                    + " Default: all below the root")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:COMPACT_OLDER_THAN:-1h}",
            description = "How long ago a file was committed at least, for instance 1h: longer than any job reads that"
                    + " would fail when a file gets another name [COMPACT_OLDER_THAN]. Default: ${DEFAULT-VALUE}")
    private TimeSpan olderThan = TimeSpan.UNREAD;

    @Option(
            names = "--allow-young",
            defaultValue = "${env:COMPACT_ALLOW_YOUNG:-false}",
            description = "Take --older-than below 1h, down to 0 for all files [COMPACT_ALLOW_YOUNG]. Default:"
                    + " ${DEFAULT-VALUE}")
    private boolean allowYoung;

    @Option(
            names = "--target-size",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:COMPACT_TARGET_SIZE:-256MiB}",
            description = "About how long files become; those of five sixths of it stay as they are"
                    + " [COMPACT_TARGET_SIZE]. Default: ${DEFAULT-VALUE}")
    private DataSize targetSize = DataSize.UNREAD;

    @Option(
            names = "--dry-run",
            defaultValue = "${env:COMPACT_DRY_RUN:-false}",
            description =
                    "Say what would become large, and change nothing [COMPACT_DRY_RUN]. Default:" + " ${DEFAULT-VALUE}")
    private boolean dryRun;

    @Mixin
    private SignedByOption by;

    CompactCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        HdfsConnection connection = problems.collect(() -> {
            HdfsConnection made = hdfs.connection();
            made.checkConcatenation();
            return made;
        });
        CompactionRule rule = problems.collect(() -> rule(Instant.now()));
        problems.require(
                allowYoung || olderThan.millis() >= ExpireCommand.LEAST_MILLIS,
                "--older-than",
                olderThan,
                "must be at least 1h (m are minutes), or go with --allow-young");
        problems.throwIfAny();
        PrintWriter out = spec.commandLine().getOut();
        try {
            FileStore store = connection.open(Durability.REPLICATED);
            if (store.stat(connection.rootPath()).isEmpty()) {
                throw new ServiceException("--root is '" + connection.rootUri() + "', must be an existing folder");
            }
            WantedTopics wanted = new WantedTopics(topics);
            checkTables(wanted.stored(connection, store), new TableNotes(store, connection.rootPath()));
            Compaction compaction = new Compaction(
                    store,
                    connection.openConcatenation(),
                    connection.rootPath(),
                    CommitLog.SEGMENT_SIZE,
                    Compaction.MOST_FILES,
                    stop::isRequested);
            out.printf("Files committed before %s%n", rule.committedBefore());
            if (dryRun) {
                print(compaction.plan(wanted::isWanted, rule), "would become", out);
            } else {
                String reason = "older than " + olderThan + ", target size " + targetSize;
                print(compaction.run(wanted::isWanted, rule, by.upkeeper(reason), Clock.system()), "became", out);
            }
            compaction.left().forEach(out::println);
            return compaction.left().isEmpty() ? ExitStatus.OK : ExitStatus.FAILURE;
        } catch (IOException e) {
            throw new ServiceException(
                    "compaction below " + connection.rootUri() + " is not finished, start it again to go on: "
                            + e.getMessage(),
                    e);
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        } finally {
            out.flush();
        }
    }

    private CompactionRule rule(Instant now) {
        try {
            return new CompactionRule(
                    now.minus(olderThan.duration()).truncatedTo(ChronoUnit.MILLIS),
                    targetSize.bytes(),
                    CompactionRule.MOST_PARTS,
                    TopicFormats::concatenatedEnding);
        } catch (ArithmeticException | DateTimeException e) {
            throw new SettingsException(
                    "--older-than is '" + olderThan + "', must be a time since which there are dates");
        } catch (IllegalArgumentException e) {
            throw new SettingsException("--target-size is '" + targetSize + "', must be at least 1");
        }
    }

    /** A table names files by their paths. */
    private static void checkTables(SortedSet<String> stored, TableNotes notes) throws IOException {
        for (String topic : stored) {
            SortedSet<String> tables = notes.of(topic);
            if (!tables.isEmpty()) {
                throw new ServiceException("table " + tables.first() + " names the files of topic " + topic
                        + ", which must keep their names: leave the topic out with --topics, and let an engine rewrite"
                        + " the table's files; where it is dropped, delete its folder in " + notes.folder(topic));
            }
        }
    }

    private static void print(Map<PartitionId, CompactionSum> sums, String verb, PrintWriter out) {
        CompactionSum all = CompactionSum.NONE;
        for (Map.Entry<PartitionId, CompactionSum> entry : sums.entrySet()) {
            CompactionSum sum = entry.getValue();
            out.printf(
                    "%s: %d files with %d records, %d bytes, %s %d files%n",
                    entry.getKey(), sum.files(), sum.rows(), sum.bytes(), verb, sum.large());
            all = all.plus(sum);
        }
        out.printf(
                "%d files with %d records, %d bytes, of %d partitions %s %d files.%n",
                all.files(), all.rows(), all.bytes(), sums.size(), verb, all.large());
        out.flush();
    }
}
