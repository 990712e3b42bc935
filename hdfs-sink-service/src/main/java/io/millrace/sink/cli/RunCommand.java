package io.millrace.sink.cli;

import io.millrace.formats.FormatAids;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.registry.HttpSchemaRegistry;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.sink.cli.SinkSettings.TopicSettings;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore.Durability;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.RollRules;
import io.millrace.stream.options.RegistryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stores topics until it is stopped, or up to their present ends. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Stores topics on HDFS until it is stopped. A stop commits what is open.")
final class RunCommand implements CheckedCommand {
    /** Stands for one that nobody knows yet. */
    private static final String ANY_TOPIC = "topic";

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private SourceOptions source;

    @Mixin
    private HdfsOptions hdfs;

    @Mixin
    private FormatOptions format;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private RollOptions roll;

    @Mixin
    private TableOptions table;

    @Mixin
    private DoneOptions doneOptions;

    @Option(
            names = "--topic-option",
            split = ";",
            paramLabel = "TOPIC:NAME=VALUE",
            defaultValue = "${env:TOPIC_OPTIONS}",
            description = "One option of format or rolling for one topic only, for instance logs:roll-age=10s;"
                    + " repeatable, or with ; in between [TOPIC_OPTIONS].")
    private List<String> topicOptions = new ArrayList<>();

    @Option(
            names = "--max-open-files",
            paramLabel = "N",
            defaultValue = "${env:MAX_OPEN_FILES:-128}",
            description =
                    "Data files that may be open at once in the whole process; rows of further folders wait for the"
                            + " commit [MAX_OPEN_FILES]. Default: ${DEFAULT-VALUE}")
    private int maxOpenFiles;

    @Option(
            names = "--max-buffered-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:MAX_BUFFERED_BYTES}",
            description = "Heap that open files and waiting rows may hold in the whole process [MAX_BUFFERED_BYTES]."
                    + " Default: about a quarter of the heap")
    private DataSize maxBufferedBytes;

    @Option(
            names = "--max-spilled-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:MAX_SPILLED_BYTES:-4GiB}",
            description = "Local disk that rows of folders without an open file may take until the commit, in the whole"
                    + " process; more is a commit [MAX_SPILLED_BYTES]. Default: ${DEFAULT-VALUE}")
    private DataSize maxSpilledBytes = DataSize.UNREAD;

    @Option(
            names = "--spill-folder",
            paramLabel = "FOLDER",
            defaultValue = "${env:SPILL_FOLDER}",
            description =
                    "Local folder for these rows, whose files are gone when the process ends [SPILL_FOLDER]. Default:"
                            + " the system's folder for temporary files")
    private Path spillFolder;

    @Option(
            names = "--on-bad-record",
            paramLabel = "ACTION",
            converter = BadRecordsConverter.class,
            defaultValue = "${env:ON_BAD_RECORD:-dead-letter}",
            description = "A record that cannot be stored: dead-letter, skip or stop [ON_BAD_RECORD]. Default:"
                    + " ${DEFAULT-VALUE}")
    private BadRecords badRecords;

    @Option(
            names = "--dead-letter-topic",
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_DEAD_LETTER_TOPIC}",
            description =
                    "Topic of dead letters, {topic} stands for the topic's name [KAFKA_DEAD_LETTER_TOPIC]. Default:"
                            + " {topic}.dead-letters")
    private String deadLetterTopic;

    @Option(
            names = "--durability",
            paramLabel = "KIND",
            defaultValue = "${env:SINK_DURABILITY:-synced}",
            description = "Closed files are synced to the DataNodes' disks, or only replicated [SINK_DURABILITY]."
                    + " Default: ${DEFAULT-VALUE}")
    private Durability durability;

    @Option(
            names = "--hdfs-timeout",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:HDFS_TIMEOUT:-3m}",
            description =
                    "A call to HDFS that takes longer is given up and tried again; a process that makes no progress for"
                            + " four times as long and 3m more ends with status 1 [HDFS_TIMEOUT]. Default: ${DEFAULT-VALUE}")
    private TimeSpan hdfsTimeout = TimeSpan.UNREAD;

    @Option(
            names = "--until-end",
            defaultValue = "${env:SINK_UNTIL_END:-false}",
            description = "Store what the topics hold now, commit and end with status 0 [SINK_UNTIL_END]. Default:"
                    + " ${DEFAULT-VALUE}")
    private boolean untilEnd;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "${env:REPORT_FILE}",
            description = "Write the run's counts to this file as JSON at the end [REPORT_FILE].")
    private Path report;

    @Mixin
    private HttpOptions http;

    RunCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        Optional<TableSettings> given = table.settings(problems);
        Optional<DoneSettings> done = doneOptions.settings(problems);
        SinkSettings settings = settings(problems);
        Optional<TableSettings> tables = given.map(some -> some.with(settings.topics()));
        tables.ifPresent(wanted -> wanted.check(settings.topics(), problems));
        done.ifPresent(wanted -> wanted.check(settings.topics(), problems));
        problems.throwIfAny();
        LOG.info(
                "Sink starts: topics={} group={} kafka={} hdfs={}",
                settings.topics(),
                settings.group(),
                settings.kafka().bootstrapServers(),
                settings.hdfs().rootUri());
        LOG.debug("Settings: {}", settings);
        long started = System.nanoTime();
        try (Observability observability = new Observability(SinkSettings.SERVICE, "run")) {
            carries(observability, settings, tables);
            observability.serve(http);
            Optional<TableThread> beside = tables.map(
                    wanted -> new TableThread(wanted, settings.hdfs(), settings.topics()::takes, observability));
            Optional<MarkThread> marks = done.map(wanted -> new MarkThread(wanted, settings, observability));
            SinkService service = new SinkService(settings, stop, observability, store -> {
                beside.ifPresent(thread -> thread.begin(store));
                marks.ifPresent(thread -> thread.begin(store));
            });
            try {
                service.run();
                if (marks.isPresent()) {
                    marks.get().finish(settings.untilEnd(), stop);
                }
                if (beside.isPresent()) {
                    beside.get().finish(settings.untilEnd(), stop);
                }
            } finally {
                marks.ifPresent(MarkThread::close);
                beside.ifPresent(TableThread::close);
                SinkReport.tell(
                        service.metrics(),
                        settings,
                        (System.nanoTime() - started) / 1_000_000,
                        Optional.ofNullable(report));
            }
        }
        return ExitStatus.OK;
    }

    private static void carries(Observability observability, SinkSettings settings, Optional<TableSettings> tables) {
        String folder = "hdfs:" + settings.hdfs().rootPath();
        for (String topic : settings.topics().named().keySet()) {
            observability.carries("topic:" + topic, folder, settings.group());
            tables.ifPresent(some ->
                    observability.carries(folder, "table:" + some.names().of(topic)));
        }
    }

    private SinkSettings settings(Problems problems) {
        KafkaSettings kafkaSettings = problems.collect(kafka::settings);
        HdfsConnection connection = problems.collect(() -> {
            HdfsConnection made = hdfs.connection();
            made.rootUri();
            return made;
        });
        problems.require(source.threads >= 1, "--threads", source.threads, "must be at least 1");
        if (source.onlyPartitions != null && !source.onlyPartitions.isEmpty()) {
            if (source.pattern != null) {
                problems.add("--only-partitions does not go with --topics-pattern, whose topics need not have them");
            }
            int named = new LinkedHashSet<>(source.onlyPartitions).size() * new LinkedHashSet<>(source.topics()).size();
            problems.require(
                    source.pattern != null || source.threads <= named,
                    "--threads",
                    source.threads,
                    "must be at most " + named + ", the number of partitions that --only-partitions names");
        }
        problems.require(maxOpenFiles >= 1, "--max-open-files", maxOpenFiles, "must be at least 1");
        problems.require(
                maxSpilledBytes.bytes() >= 1 << 20, "--max-spilled-bytes", maxSpilledBytes, "must be at least 1MiB");
        problems.require(hdfsTimeout.millis() >= 1_000, "--hdfs-timeout", hdfsTimeout, "must be at least 1s");
        Optional<HttpSchemaRegistry> schemas = registry.settings(problems).map(HttpSchemaRegistry::new);
        StoredTopics topics = topics(FormatAids.unheard(schemas), problems);
        problems.throwIfAny();
        return new SinkSettings(
                kafkaSettings,
                connection,
                durability,
                hdfsTimeout.duration(),
                schemas,
                topics,
                source.group,
                source.protocolName(),
                source.onlyPartitions == null ? java.util.Set.of() : new LinkedHashSet<>(source.onlyPartitions),
                new TakeoverRules(source.firstOffset(), source.lostOffsets, source.otherCluster),
                source.threads,
                maxOpenFiles,
                maxBufferedBytes == null ? OptionalLong.empty() : OptionalLong.of(maxBufferedBytes.bytes()),
                maxSpilledBytes.bytes(),
                spillFolder == null ? Path.of(System.getProperty("java.io.tmpdir")) : spillFolder,
                badRecords,
                deadLetterTopic,
                untilEnd);
    }

    private StoredTopics topics(FormatAids aids, Problems problems) {
        List<String> named = source.topics();
        problems.require(
                !named.isEmpty() || source.pattern != null,
                "--topics",
                String.join(",", named),
                "must name the topics to store, unless --topics-pattern does");
        Optional<TopicPattern> pattern = Optional.ofNullable(source.pattern)
                .map(regex -> problems.collect(
                        () -> new TopicPattern(regex, SinkSettings.deadLetterTemplate(deadLetterTopic))));
        TopicOverrides overrides = new TopicOverrides(
                topicOptions == null ? List.of() : topicOptions,
                named,
                topic -> pattern.isPresent() && pattern.get().takes(topic),
                spec.commandLine().getParseResult(),
                problems);
        Set<String> looked = new LinkedHashSet<>(named);
        looked.addAll(overrides.topics());
        Map<String, TopicSettings> known = new LinkedHashMap<>();
        looked.forEach(topic -> known.put(topic, settings(overrides, topic, aids, problems)));
        if (pattern.isPresent()) {
            // Those that may come have the settings of all; what is wrong with them is wrong from the start.
            settings(overrides, ANY_TOPIC, aids, problems);
        }
        known.keySet().retainAll(named);
        StoredTopics topics =
                new StoredTopics(known, pattern, topic -> settings(overrides, topic, aids, new Problems()));
        if (problems.isEmpty()) {
            topics.checkPaths(problems);
        }
        return topics;
    }

    private TopicSettings settings(TopicOverrides overrides, String topic, FormatAids aids, Problems problems) {
        FormatOptions formatOptions = overrides.of(topic).map(own -> own.format).orElse(format);
        RollOptions rollOptions = overrides.of(topic).map(own -> own.roll).orElse(roll);
        FormatSettings formatSettings = formatOptions.settings(table.isGiven());
        TopicFormats.problems(formatSettings, topic, aids).forEach(problems::add);
        return new TopicSettings(formatSettings, rules(rollOptions, problems));
    }

    private static RollRules rules(RollOptions options, Problems problems) {
        try {
            return options.rules();
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return RollRules.DEFAULT;
        }
    }
}
