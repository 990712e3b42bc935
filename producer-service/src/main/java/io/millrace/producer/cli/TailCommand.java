package io.millrace.producer.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.sources.tail.ContainerFormat;
import io.millrace.sources.tail.Encoding;
import io.millrace.sources.tail.FileMetadata;
import io.millrace.sources.tail.InputFiles;
import io.millrace.sources.tail.InputNames;
import io.millrace.sources.tail.LineFormat;
import io.millrace.sources.tail.LineSettings;
import io.millrace.sources.tail.LogEventFormat;
import io.millrace.sources.tail.LongRecords;
import io.millrace.sources.tail.RecordForm;
import io.millrace.sources.tail.TailSettings;
import io.millrace.sources.tail.TailSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tail}: log files into a topic, each record once. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Follows log files into a topic, each record once: the position travels in the same Kafka transaction as the"
                    + " records.",
            "A file is known by device, inode and content, so rotation by rename, by copy and truncate, and by compression"
                    + " (gzip, zstd, xz, bzip2, zip) neither loses nor repeats a record. The line end is stripped, nothing else."
        })
public final class TailCommand implements CheckedCommand {
    /** What a record's value is. */
    enum Format {
        text,
        json
    }

    private static final Logger log = LoggerFactory.getLogger(TailCommand.class);

    private final ShutdownSignal signal;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            arity = "1..*",
            defaultValue = "${env:TAIL_INPUT}",
            description =
                    "Files to read: paths, or quoted patterns such as '/var/log/app/*.log', '/srv/**/{app,web}.log';"
                            + " several after blanks or commas. A comma in a name that does not exist yet needs a backslash"
                            + " [TAIL_INPUT].")
    private List<String> input = new ArrayList<>();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "The same as --input.")
    private List<String> more = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            arity = "1..*",
            defaultValue = "${env:TAIL_EXCLUDE}",
            description =
                    "Files and folders to leave out: patterns of a name such as '*.gz', or, with a slash, of a whole"
                            + " path; several after blanks or commas [TAIL_EXCLUDE].")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--ignore-older",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:TAIL_IGNORE_OLDER_HOURS:-0}h",
            description = "Do not begin files that were not modified for so long; 0 begins all. Those that were"
                    + " begun are gone on with [TAIL_IGNORE_OLDER_HOURS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan ignoreOlder = TimeSpan.UNREAD;

    @Option(
            names = "--until-end",
            defaultValue = "${env:TAIL_UNTIL_END:-false}",
            description = "Read what is there, last lines without line end too, commit and end; do not follow"
                    + " [TAIL_UNTIL_END].")
    private boolean untilEnd;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-logs_machine}",
            description = "Topic of the records [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--value-format",
            defaultValue = "${env:TAIL_VALUE_FORMAT:-text}",
            description = "Value of a record: text is the line's bytes as they are; json is a log event with file and"
                    + " host [TAIL_VALUE_FORMAT]. Default: ${DEFAULT-VALUE}")
    private Format format;

    @Option(
            names = "--multiline-start",
            paramLabel = "REGEX",
            defaultValue = "${env:TAIL_MULTILINE_START}",
            description =
                    "A record starts at each line that begins so; other lines, such as stack traces, belong to the"
                            + " record before [TAIL_MULTILINE_START]. Default: each line is a record")
    private String multilineStart;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "${env:TAIL_ENCODING}",
            description =
                    "Encoding of the files, such as ISO-8859-1, windows-1252, UTF-16LE, Shift_JIS or GBK; records are"
                            + " sent as UTF-8 [TAIL_ENCODING]. Default: bytes as they are, and UTF-16 where a file begins with its"
                            + " mark")
    private String encoding;

    @Option(
            names = "--container-format",
            defaultValue = "${env:TAIL_CONTAINER_FORMAT:-auto}",
            description = "Logs of containers, whose lines are unwrapped and joined: auto does so below"
                    + " /var/log/containers, /var/log/pods and docker/containers, cri and docker everywhere, none"
                    + " nowhere [TAIL_CONTAINER_FORMAT]. Default: ${DEFAULT-VALUE}")
    private ContainerFormat containerFormat;

    @Option(
            names = "--metadata",
            defaultValue = "${env:TAIL_METADATA:-false}",
            description = "Say path, offset and host of each record in the headers log.path, log.offset and log.host"
                    + " [TAIL_METADATA].")
    private boolean metadata;

    @Option(
            names = "--record-idle",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:TAIL_RECORD_IDLE_MS:-2000}ms",
            description = "A record of several lines is complete when nothing was added for so long"
                    + " [TAIL_RECORD_IDLE_MS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan recordIdle = TimeSpan.UNREAD;

    @Option(
            names = "--line-idle",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:TAIL_LINE_IDLE_MS:-30000}ms",
            description = "A last line without line end is taken when nothing was added for so long; 0"
                    + " waits for its line end for ever [TAIL_LINE_IDLE_MS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan lineIdle = TimeSpan.UNREAD;

    @Option(
            names = "--max-record-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:TAIL_MAX_RECORD_BYTES:-1000000}",
            description =
                    "Longest record; the topic's max.message.bytes must allow it [TAIL_MAX_RECORD_BYTES]. Default:"
                            + " ${DEFAULT-VALUE}")
    private DataSize maxRecord = DataSize.UNREAD;

    @Option(
            names = "--long-records",
            defaultValue = "${env:TAIL_LONG_RECORDS:-split}",
            description = "Longer records are split into pieces numbered by the header millrace.piece, or refuse: their"
                    + " beginning and place go to the dead-letter topic [TAIL_LONG_RECORDS]. Default: ${DEFAULT-VALUE}")
    private LongRecords.Treatment longRecords;

    @Option(
            names = "--from",
            paramLabel = "earliest|latest",
            defaultValue = "${env:TAIL_FROM:-earliest}",
            description =
                    "Where existing files begin when this source runs for the first time: earliest, their beginning,"
                            + " or latest, their end [TAIL_FROM]. Default: ${DEFAULT-VALUE}")
    private Begin from;

    @Option(
            names = "--allow-missing",
            defaultValue = "${env:TAIL_ALLOW_MISSING:-false}",
            description = "Wait for input files that do not exist yet [TAIL_ALLOW_MISSING].")
    private boolean allowMissing;

    @Option(
            names = "--scan-interval",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:TAIL_SCAN_INTERVAL_MS:-1000}ms",
            description = "Time between two looks for new and rotated files [TAIL_SCAN_INTERVAL_MS]."
                    + " Default: ${DEFAULT-VALUE}")
    private TimeSpan scanInterval = TimeSpan.UNREAD;

    @Option(
            names = "--max-open-files",
            paramLabel = "N",
            defaultValue = "${env:TAIL_MAX_OPEN_FILES:-256}",
            description = "Most files held open at a time [TAIL_MAX_OPEN_FILES]. Default: ${DEFAULT-VALUE}")
    private int maxOpenFiles;

    @Option(
            names = "--forget-after",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:TAIL_FORGET_AFTER_DAYS:-7}d",
            description = "Positions of files that are gone are kept for so long [TAIL_FORGET_AFTER_DAYS]. Default:"
                    + " ${DEFAULT-VALUE}")
    private TimeSpan forgetAfter = TimeSpan.of("7d");

    @Mixin
    private SourceOptions options;

    public TailCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        Clock clock = Clock.systemUTC();
        InputFiles inputs = inputs(problems, clock);
        Optional<TailSettings> settings = settings(problems);
        KafkaSettings kafka = options.check(problems, topic);
        problems.throwIfAny();
        TailSource source = new TailSource(
                inputs,
                settings.orElseThrow(),
                new RecordForm(
                        format == Format.text ? LineFormat.TEXT : new LogEventFormat(Host.name(), clock),
                        new FileMetadata(metadata ? Optional.of(Host.name()) : Optional.empty(), containerFormat)),
                clock,
                System::nanoTime,
                signal::await);
        options.run("tail", signal, kafka)
                .run(List.of(new SourceRun.Part(topic, "", observability -> source.showIn(observability.registry()))));
        if (source.replacedCharacters() > 0) {
            log.warn("Characters that had to be replaced: {}", source.replacedCharacters());
        }
        List<String> notRead = new ArrayList<>(source.problems());
        notRead.addAll(inputs.unreadable());
        if (untilEnd && !notRead.isEmpty()) {
            throw new ServiceException(String.join("; ", notRead));
        }
        return 0;
    }

    /** The files to read; what is wrong with them is noted. */
    private InputFiles inputs(Problems problems, Clock clock) {
        List<String> names = split(input);
        names.addAll(more);
        if (names.isEmpty()) {
            problems.add("no input given, must be at least one file or pattern (--input or TAIL_INPUT)");
        }
        Optional<Duration> youngest = Optional.of(ignoreOlder.duration()).filter(age -> !age.isZero());
        List<String> excludes = split(exclude);
        InputFiles inputs;
        try {
            inputs = new InputFiles(names, excludes, youngest, clock);
        } catch (IllegalArgumentException e) {
            problems.add("--exclude is '" + String.join(",", excludes) + "', must be patterns: " + e.getMessage());
            return new InputFiles(names);
        }
        List<String> mistakes = inputs.mistakes();
        mistakes.forEach(problems::add);
        if (mistakes.isEmpty() && !allowMissing) {
            inputs.problems().forEach(problems::add);
        }
        return inputs;
    }

    private static List<String> split(List<String> texts) {
        InputFiles disk = new InputFiles(List.of());
        List<String> names = new ArrayList<>();
        texts.forEach(text -> names.addAll(InputNames.split(text, disk::exists)));
        return names;
    }

    private Optional<TailSettings> settings(Problems problems) {
        problems.require(maxRecord.bytes() >= 16, "--max-record-bytes", maxRecord, "must be at least 16")
                .require(maxRecord.bytes() <= 15_000_000, "--max-record-bytes", maxRecord, "must be at most 15000000")
                .require(recordIdle.isPositive(), "--record-idle", recordIdle, "must be more than 0")
                .require(scanInterval.isPositive(), "--scan-interval", scanInterval, "must be more than 0")
                .require(maxOpenFiles >= 1, "--max-open-files", maxOpenFiles, "must be at least 1")
                .require(
                        forgetAfter.duration().compareTo(Duration.ofDays(1)) >= 0,
                        "--forget-after",
                        forgetAfter,
                        "must be at least 1d");
        Optional<Pattern> start = Optional.empty();
        try {
            start = Optional.ofNullable(multilineStart).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            problems.add("--multiline-start is '" + multilineStart + "', must be a regular expression: "
                    + e.getDescription());
        }
        Encoding known = Encoding.AS_IT_IS;
        try {
            known = encoding == null ? known : Encoding.of(encoding);
        } catch (IllegalArgumentException e) {
            problems.add("--encoding is '" + encoding + "', " + e.getMessage());
        }
        if (maxRecord.bytes() < 16) {
            return Optional.empty();
        }
        return Optional.of(new TailSettings(
                new LineSettings(start, known, containerFormat),
                new LongRecords((int) maxRecord.bytes(), longRecords),
                scanInterval.duration(),
                recordIdle.duration(),
                Optional.of(lineIdle.duration()).filter(idle -> !idle.isZero()),
                untilEnd,
                from == Begin.LATEST,
                maxOpenFiles,
                forgetAfter.duration()));
    }
}
