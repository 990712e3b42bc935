package io.millrace.producer.cli;

import io.millrace.formats.model.Encoding;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.sources.replay.ReplaySource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay}: a recorded file into a topic, each row once. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays a file of recorded observations, CSV or JSON lines, into a topic, each row once.",
            "A small mapping file says which columns become which fields; docs/producers.md describes it."
        })
public final class ReplayCommand implements CheckedCommand {
    private static final Logger log = LoggerFactory.getLogger(ReplayCommand.class);

    private final ShutdownSignal signal;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            defaultValue = "${env:REPLAY_INPUT}",
            description = "Recorded file [REPLAY_INPUT].")
    private Path input;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            defaultValue = "${env:REPLAY_MAPPING}",
            description = "Properties file that maps columns to fields [REPLAY_MAPPING].")
    private Path mapping;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "${env:REPLAY_SPEED:-0}",
            description = "1 is the pace of the rows' times, 3600 plays an hour in a second, 0 is as fast as it goes"
                    + " [REPLAY_SPEED]. Default: ${DEFAULT-VALUE}")
    private double speed;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-replay}",
            description = "Topic of the records [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--value-format",
            defaultValue = "${env:REPLAY_VALUE_FORMAT:-json}",
            description = "Values: json or protobuf [REPLAY_VALUE_FORMAT]. Default: ${DEFAULT-VALUE}")
    private Encoding format;

    @Mixin
    private SourceOptions options;

    public ReplayCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        requireFile("--input", input, problems);
        requireFile("--mapping", mapping, problems);
        problems.require(speed >= 0, "--speed", speed, "must be 0 or more");
        KafkaSettings kafka = options.check(problems, topic);
        ReplaySource source = mapping == null
                ? null
                : problems.collect(
                        () -> new ReplaySource(input, mapping, format, speed, System::nanoTime, signal::await));
        problems.throwIfAny();
        options.run("replay", signal, kafka).run(topic, source);
        log.info("Measurements that the file has no value for: {}", source.skipped());
        return 0;
    }

    private static void requireFile(String option, Path file, Problems problems) {
        if (file == null) {
            problems.add(option + " is missing, must name a file");
        } else if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problems.add(option + " is '" + file + "', must be a readable file");
        }
    }
}
