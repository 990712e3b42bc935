package io.millrace.sink.cli;

import io.millrace.formats.layout.FolderTimes;
import io.millrace.formats.layout.TemplateException;
import io.millrace.record.PartitionId;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.observe.Observability;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore.Durability;
import io.millrace.sink.iceberg.IcebergTable;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.table.TableNotes;
import io.millrace.sink.upkeep.Deleted;
import io.millrace.sink.upkeep.Expiry;
import io.millrace.sink.upkeep.ExpiryRule;
import io.millrace.sink.upkeep.LetGoSum;
import io.millrace.stream.Clock;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets old files go. */
@Command(
        name = "expire",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Deletes files that are older than a given time, after the log has said so: the audit stays green and tells"
                        + " what was let go. Works beside sinks, and may be killed and started again at any moment.")
final class ExpireCommand implements CheckedCommand {
    static final long LEAST_MILLIS = 3_600_000;

    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HdfsOptions hdfs;

    @Option(
            names = "--older-than",
            required = true,
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:EXPIRE_OLDER_THAN}",
            description = "How old a file is at least that goes, such as 90d [EXPIRE_OLDER_THAN]. By the time of its"
                    + " commit, or of its folder with --layout")
    private TimeSpan olderThan = TimeSpan.UNREAD;

    @Option(
            names = "--allow-young",
            defaultValue = "${env:EXPIRE_ALLOW_YOUNG:-false}",
            description = "Take --older-than below 1h, down to 0 for all files [EXPIRE_ALLOW_YOUNG]. Default:"
                    + " ${DEFAULT-VALUE}")
    private boolean allowYoung;

    @Option(
            names = "--layout",
            paramLabel = "TEMPLATE",
            defaultValue = "${env:EXPIRE_LAYOUT}",
            description =
                    "Layout of the folders, as the sink was told, with a year in it: a file is as old as the end of"
                            + " its folder's time; files in other folders stay [EXPIRE_LAYOUT].")
    private String layout;

    @Option(
            names = "--layout-time-zone",
            paramLabel = "ZONE",
            defaultValue = "${env:LAYOUT_TIME_ZONE:-UTC}",
            description = "Zone of the times in the layout [LAYOUT_TIME_ZONE]. Default: ${DEFAULT-VALUE}")
    private ZoneId zone;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "${env:EXPIRE_TOPICS}",
            description = "Topics whose files may go, with commas between them [EXPIRE_TOPICS]. Default: all below the"
                    + " root")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--dry-run",
            defaultValue = "${env:EXPIRE_DRY_RUN:-false}",
            description = "Say what would go, and change nothing [EXPIRE_DRY_RUN]. Default: ${DEFAULT-VALUE}")
    private boolean dryRun;

    @Mixin
    private SignedByOption by;

    @Mixin
    private TableOptions table;

    @Option(
            names = "--ignore-tables",
            defaultValue = "${env:EXPIRE_IGNORE_TABLES:-false}",
            description = "Delete files that tables name which --table does not give: readers of those fail until"
                    + " tables --update [EXPIRE_IGNORE_TABLES]. Default: ${DEFAULT-VALUE}")
    private boolean ignoreTables;

    ExpireCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        HdfsConnection connection = problems.collect(() -> {
            HdfsConnection made = hdfs.connection();
            made.rootUri();
            return made;
        });
        LongAdder elsewhere = new LongAdder();
        Instant cut = problems.collect(() -> cut(Instant.now()));
        ExpiryRule rule = problems.collect(() -> rule(cut, elsewhere));
        problems.require(
                allowYoung || olderThan.millis() >= LEAST_MILLIS,
                "--older-than",
                olderThan,
                "must be at least 1h (m are minutes), or go with --allow-young");
        Optional<TableSettings> settings = table.settings(problems);
        problems.throwIfAny();
        PrintWriter out = spec.commandLine().getOut();
        try {
            FileStore store = connection.open(Durability.REPLICATED);
            if (store.stat(connection.rootPath()).isEmpty()) {
                throw new ServiceException("--root is '" + connection.rootUri() + "', must be an existing folder");
            }
            WantedTopics wanted = new WantedTopics(topics);
            SortedSet<String> stored = wanted.stored(connection, store);
            checkTables(stored, settings, new TableNotes(store, connection.rootPath()));
            Expiry expiry = new Expiry(
                    store,
                    connection.rootPath(),
                    CommitLog.SEGMENT_SIZE,
                    wanted::isWanted,
                    Expiry.MOST_FILES,
                    stop::isRequested);
            out.printf("Files %s %s%n", layout == null ? "committed before" : "of folders that ended by", cut);
            printEarlier(expiry.waiting(), out);
            if (dryRun) {
                print(expiry.plan(rule), "would go", elsewhere, out);
                return ExitStatus.OK;
            }
            print(expiry.record(rule, by.upkeeper("older than " + olderThan), Clock.system()), "go", elsewhere, out);
            return delete(expiry, connection, store, settings, stored);
        } catch (IOException e) {
            throw new ServiceException(
                    "expiry below " + connection.rootUri() + " is not finished, start it again to go on: "
                            + e.getMessage(),
                    e);
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        } finally {
            out.flush();
        }
    }

    private Instant cut(Instant now) {
        try {
            return now.minus(olderThan.duration()).truncatedTo(ChronoUnit.SECONDS);
        } catch (ArithmeticException | DateTimeException e) {
            throw new SettingsException(
                    "--older-than is '" + olderThan + "', must be a time since which there are dates");
        }
    }

    /** @param elsewhere counts files in folders that are not of the layout */
    private ExpiryRule rule(Instant moment, LongAdder elsewhere) {
        if (layout == null) {
            return ExpiryRule.committedBefore(moment);
        }
        try {
            FolderTimes times = new FolderTimes(layout, zone);
            return ExpiryRule.folderEndedBy(moment, path -> {
                Optional<Instant> end = times.end(path);
                if (end.isEmpty()) {
                    elsewhere.increment();
                }
                return end;
            });
        } catch (TemplateException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    /**
     * A table whose files are gone fails its readers: it has to let them go first.
     *
     * @return the topics whose files the table names that is given
     */
    private Set<String> checkTables(SortedSet<String> stored, Optional<TableSettings> settings, TableNotes notes)
            throws IOException {
        Set<String> named = new HashSet<>();
        for (String topic : stored) {
            SortedSet<String> tables = notes.of(topic);
            if (settings.isPresent()) {
                TableSettings given = settings.get();
                if (tables.remove(IcebergTable.name(given.names().of(topic), given.branch()))) {
                    named.add(topic);
                }
            }
            if (!tables.isEmpty() && !ignoreTables) {
                throw new ServiceException("table " + tables.first() + " names the files of topic " + topic
                        + ": give it with --table and its --catalog-property, so that it lets them go first, or give"
                        + " --ignore-tables; where it is dropped, delete its folder in "
                        + notes.folder(topic));
            }
        }
        return named;
    }

    private int delete(
            Expiry expiry,
            HdfsConnection connection,
            FileStore store,
            Optional<TableSettings> settings,
            SortedSet<String> stored)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        // What others record from now on, tables may not have given up when it is deleted.
        Map<PartitionId, Long> recorded = expiry.recorded();
        // Once more: a table may have been made meanwhile.
        Set<String> inTables = checkTables(stored, settings, new TableNotes(store, connection.rootPath()));
        if (!inTables.isEmpty()) {
            giveUp(connection, store, settings.orElseThrow(), inTables);
        }
        Deleted deleted = expiry.delete(recorded);
        deleted.left().forEach(out::println);
        out.printf("%d files were deleted.%n", deleted.files());
        return deleted.left().isEmpty() ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private void giveUp(HdfsConnection connection, FileStore store, TableSettings settings, Set<String> inTables)
            throws IOException, InterruptedException {
        try (Observability observability = new Observability(SinkSettings.SERVICE, "expire");
                CallerThreads threads = new CallerThreads("tables")) {
            TableUpdate update = new TableUpdate(settings, connection, observability, threads);
            // Tables take the topics that they have, not only those whose files go.
            if (!update.giveUp(store, topic -> isOf(settings, topic, inTables), stop)) {
                throw new IOException("stopped before the tables had let the files go");
            }
            update.print(spec.commandLine().getOut());
        }
    }

    /** True if the topic's table is one of those of these topics. */
    private static boolean isOf(TableSettings settings, String topic, Set<String> topics) {
        return topics.stream()
                .anyMatch(named ->
                        settings.names().of(named).equals(settings.names().of(topic)));
    }

    private static void printEarlier(LetGoSum earlier, PrintWriter out) {
        if (earlier.files() > 0) {
            out.printf(
                    "%d files with %d records were recorded by an earlier run and are not deleted yet: a run that is not dry deletes"
                            + " them%n",
                    earlier.files(), earlier.rows());
        }
    }

    private void print(Map<PartitionId, LetGoSum> sums, String verb, LongAdder elsewhere, PrintWriter out) {
        LetGoSum all = LetGoSum.NONE;
        for (Map.Entry<PartitionId, LetGoSum> entry : sums.entrySet()) {
            LetGoSum sum = entry.getValue();
            out.printf(
                    "%s: %d files with %d records, %d bytes, %s%n",
                    entry.getKey(), sum.files(), sum.rows(), sum.bytes(), verb);
            all = all.plus(sum);
        }
        out.printf(
                "%d files with %d records, %d bytes, of %d partitions %s.%n",
                all.files(), all.rows(), all.bytes(), sums.size(), verb);
        if (elsewhere.sum() > 0) {
            out.printf("%d files are in other folders than '%s' names, and stay.%n", elsewhere.sum(), layout);
        }
        out.flush();
    }
}
