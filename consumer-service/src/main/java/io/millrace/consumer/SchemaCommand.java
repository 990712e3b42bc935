package io.millrace.consumer;

import io.millrace.consumer.tail.Reading;
import io.millrace.consumer.tail.SchemaLook;
import io.millrace.formats.infer.AvroText;
import io.millrace.formats.infer.SchemaGuess;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Begin;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A schema by looking. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Looks at JSON values of a topic, with or without a schema registry's frame, and prints an Avro schema that"
                        + " all of them fit, for the sink's --schema. Says on standard error what is not certain. Joins no group and commits"
                        + " nothing.",
        footer = {"", "  consumer-service schema --topic orders --count 10000 > orders.avsc"})
final class SchemaCommand implements CheckedCommand {

    private static final Logger log = LoggerFactory.getLogger(SchemaCommand.class);

    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ReadingOptions reading;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "${env:SCHEMA_COUNT:-1000}",
            description =
                    "Look at so many messages at most, the oldest first [SCHEMA_COUNT]. Default: ${DEFAULT-VALUE}")
    private long count;

    SchemaCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) {
        Reading settings = reading.settings(Begin.EARLIEST, true, problems);
        problems.require(count >= 1, "--count", count, "must be at least 1");
        problems.throwIfAny();
        SchemaGuess guess = new SchemaLook(settings, count).look(stop);
        guess.refusal().ifPresent(why -> {
            throw new ServiceException("topic '%s' %s".formatted(settings.topic(), why));
        });
        AvroText schema = guess.schema(settings.topic());
        schema.remarks().forEach(log::warn);
        if (guess.others() > 0) {
            log.warn("Messages that are no JSON objects were left out: messages={}", guess.others());
        }
        log.info("Looked at: topic={} objects={}", settings.topic(), guess.objects());
        spec.commandLine().getOut().println(schema.text());
        return ExitStatus.OK;
    }
}
