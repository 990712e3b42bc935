package io.millrace.consumer;

import io.millrace.consumer.rules.ExpressionException;
import io.millrace.consumer.rules.MessageFilter;
import io.millrace.consumer.tail.Described;
import io.millrace.consumer.tail.Reading;
import io.millrace.consumer.tail.TailSettings;
import io.millrace.consumer.tail.TopicTail;
import io.millrace.consumer.tail.Understanding;
import io.millrace.formats.Values;
import io.millrace.formats.registry.HttpSchemaRegistry;
import io.millrace.formats.registry.RegistryRefusedException;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueSettings;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.Terminals;
import io.millrace.stream.options.RegistryOptions;
import io.millrace.stream.options.ValueOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Map<String, Values> BY_SCHEMA = bySchema();
    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ReadingOptions reading;

    @Option(
            names = "--from",
            paramLabel = "earliest|latest",
            defaultValue = "${env:READ_FROM:-latest}",
            description = "Where to begin: earliest, with the oldest message, or latest, with what comes from now on"
                    + " [READ_FROM]. Default: ${DEFAULT-VALUE}")
    private Begin from;

    @Option(
            names = "--until-end",
            defaultValue = "${env:READ_UNTIL_END:-false}",
            description = "End when everything that is there now has been seen [READ_UNTIL_END]. Default: go on")
    private boolean untilEnd;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "${env:READ_COUNT}",
            description = "End after so many shown messages [READ_COUNT]. Default: no limit")
    private Long count;

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            defaultValue = "${env:READ_FILTER}",
            description = "Show only messages for which this CEL expression holds [READ_FILTER]. Default: all")
    private String filter;

    @Option(
            names = "--value-format",
            paramLabel = "FORMAT",
            defaultValue = "${env:READ_VALUE_FORMAT:-auto}",
            description =
                    "What values are: auto, text, hex, or reading, weather or log with -json or -protobuf behind it; or, by"
                            + " the options below, json, avro or protobuf. With --registry, auto looks for its frames, too"
                            + " [READ_VALUE_FORMAT]. Default: ${DEFAULT-VALUE}")
    private String valueFormat;

    @Mixin
    private ValueOptions described;

    @Mixin
    private RegistryOptions registry;

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
        Reading read = reading.settings(from, untilEnd, problems);
        Optional<HttpSchemaRegistry> schemas = registry.settings(problems).map(HttpSchemaRegistry::new);
        Optional<Described> values = values(schemas.map(known -> known));
        Understanding understanding = Understanding.of(valueFormat).orElse(Understanding.DESCRIBED);
        problems.require(
                values.isPresent() || understanding != Understanding.DESCRIBED,
                "--value-format",
                valueFormat,
                "must be one of " + String.join(", ", Understanding.labels()) + ", "
                        + String.join(", ", BY_SCHEMA.keySet()));
        values.ifPresent(known -> known.problems(reading.topic()).forEach(problems::add));
        problems.require(
                color.equals("auto") || color.equals("always") || color.equals("never"),
                "--color",
                color,
                "must be auto, always or never");
        problems.require(count == null || count >= 1, "--count", count, "must be at least 1");
        Optional<MessageFilter> compiled = Optional.ofNullable(filter).flatMap(text -> compile(text, problems));
        problems.throwIfAny();
        TailSettings settings = new TailSettings(
                read,
                understanding,
                values,
                style(),
                compiled,
                count == null ? OptionalLong.empty() : OptionalLong.of(count));
        schemas.ifPresent(ReadCommand::check);
        new TopicTail(settings, spec.commandLine().getOut()).run(stop);
        return ExitStatus.OK;
    }

    private static Map<String, Values> bySchema() {
        Map<String, Values> kinds = new LinkedHashMap<>();
        for (Values kind : List.of(Values.JSON, Values.AVRO, Values.PROTOBUF)) {
            kinds.put(kind.toString(), kind);
        }
        return kinds;
    }

    private Optional<Described> values(Optional<SchemaRegistry> schemas) {
        if (BY_SCHEMA.containsKey(valueFormat)) {
            return Optional.of(new Described(List.of(BY_SCHEMA.get(valueFormat)), described.settings(), schemas));
        }
        if (schemas.isEmpty() || !valueFormat.equals(Understanding.AUTO.label())) {
            return Optional.empty();
        }
        // Protobuf needs a message that users name, and a registry says nothing of text.
        return Optional.of(
                new Described(List.of(Values.AVRO, Values.JSON), ValueSettings.ofFrame(FrameKind.AUTO), schemas));
    }

    private static void check(HttpSchemaRegistry schemas) {
        try {
            schemas.check();
        } catch (RegistryRefusedException e) {
            throw new ServiceException(e.getMessage(), e);
        } catch (IOException e) {
            // A person waits: who asks for records once is told at once.
            throw new ServiceException(
                    "schema registry at %s cannot be asked: %s".formatted(schemas.name(), e.getMessage()), e);
        }
    }

    private TailSettings.Style style() {
        if (json) {
            return TailSettings.Style.JSON;
        }
        boolean terminal = Terminals.isInteractive() && System.getenv("NO_COLOR") == null;
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
