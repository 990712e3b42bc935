package io.millrace.consumer;

import io.millrace.consumer.rules.ExpressionException;
import io.millrace.consumer.rules.MessageFilter;
import io.millrace.consumer.tail.TailSettings;
import io.millrace.consumer.tail.TopicTail;
import io.millrace.consumer.tail.Understanding;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSecurity;
import io.millrace.runtime.kafka.KafkaSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Messages of a topic for people. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows messages of a topic as they come: time, partition, offset, key and value. Joins no group and"
                        + " commits nothing. Runs until Ctrl-C unless told otherwise.",
        footer = {
            "",
            "A filter is a CEL expression over reading.device_id, .type, .value, .unit, .timestamp, .anomaly; or over",
            "weather.station_id, .date, .degrees; or over message.key, .value, .partition, .offset, .timestamp and, of values",
            "that are JSON, the fields that they have themselves, as json.FIELD:",
            "  --filter \"reading.type == 'temperature' && reading.value > 30\"",
            "  --filter \"message.key.startsWith('dev-') && message.offset > 100\"",
            "  --filter \"json.level == 'ERROR' && json.http.status >= 500\""
        })
final class ReadCommand implements CheckedCommand {

    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-iot-sensor-data}",
            description = "Topic to show [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--partition",
            paramLabel = "N",
            defaultValue = "${env:READ_PARTITION}",
            description = "Show this partition only [READ_PARTITION]. Default: all")
    private Integer partition;

    @Option(
            names = "--from-beginning",
            defaultValue = "${env:READ_FROM_BEGINNING:-false}",
            description = "Begin with the oldest message [READ_FROM_BEGINNING]. Default: with what comes from now on")
    private boolean fromBeginning;

    @Option(
            names = "--until-end",
            defaultValue = "${env:READ_UNTIL_END:-false}",
            description = "End when everything that is there now has been seen [READ_UNTIL_END]. Default: go on")
    private boolean untilEnd;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "${env:READ_MAX}",
            description = "End after N shown messages [READ_MAX]. Default: no limit")
    private Long most;

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            defaultValue = "${env:READ_FILTER}",
            description = "Show only messages for which this CEL expression holds [READ_FILTER]. Default: all")
    private String filter;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "${env:READ_FORMAT:-auto}",
            description =
                    "How to understand values: auto, text, hex, or reading, weather or log with -json or -protobuf behind"
                            + " it [READ_FORMAT]. Default: ${DEFAULT-VALUE}")
    private String format;

    @Option(
            names = "--json",
            defaultValue = "${env:READ_JSON:-false}",
            description = "One JSON object on each line, for pipes [READ_JSON]. Default: lines for people")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            defaultValue = "${env:READ_COLOR:-auto}",
            description = "Colours; auto means on a terminal unless NO_COLOR is set [READ_COLOR]. Default:"
                    + " ${DEFAULT-VALUE}")
    private String color;

    ReadCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) {
        KafkaSettings kafkaSettings = problems.collect(kafka::settings);
        Optional<Understanding> valueFormat = Understanding.of(format);
        problems.require(
                valueFormat.isPresent(),
                "--format",
                format,
                "must be one of " + String.join(", ", Understanding.labels()));
        problems.require(
                color.equals("auto") || color.equals("always") || color.equals("never"),
                "--color",
                color,
                "must be auto, always or never");
        problems.require(partition == null || partition >= 0, "--partition", partition, "must not be negative");
        problems.require(most == null || most >= 1, "--max", most, "must be at least 1");
        Optional<MessageFilter> compiled = Optional.ofNullable(filter).flatMap(text -> compile(text, problems));
        problems.throwIfAny();
        TailSettings settings = new TailSettings(
                kafkaSettings,
                topic,
                partition == null ? OptionalInt.empty() : OptionalInt.of(partition),
                fromBeginning ? TailSettings.Start.BEGINNING : TailSettings.Start.END,
                valueFormat.orElseThrow(),
                style(),
                compiled,
                most == null ? OptionalLong.empty() : OptionalLong.of(most),
                untilEnd);
        KafkaSecurity.check(kafkaSettings);
        new TopicTail(settings, spec.commandLine().getOut(), stop).run();
        return ExitStatus.OK;
    }

    private TailSettings.Style style() {
        if (json) {
            return TailSettings.Style.JSON;
        }
        boolean terminal = System.console() != null && System.getenv("NO_COLOR") == null;
        return color.equals("always") || color.equals("auto") && terminal
                ? TailSettings.Style.COLOURED
                : TailSettings.Style.PLAIN;
    }

    private static Optional<MessageFilter> compile(String text, Problems problems) {
        try {
            return Optional.of(MessageFilter.compile(text));
        } catch (ExpressionException e) {
            e.complaints()
                    .forEach(complaint -> problems.add("--filter, line %d, column %d: %s"
                            .formatted(complaint.line(), complaint.column() + 1, complaint.message())));
            return Optional.empty();
        }
    }
}
