package io.millrace.producer;

import io.millrace.producer.cli.CdcCommand;
import io.millrace.producer.cli.HttpCommand;
import io.millrace.producer.cli.IotCommand;
import io.millrace.producer.cli.JdbcCommand;
import io.millrace.producer.cli.LogsCommand;
import io.millrace.producer.cli.MqttCommand;
import io.millrace.producer.cli.ReplayCommand;
import io.millrace.producer.cli.SyslogCommand;
import io.millrace.producer.cli.TailCommand;
import io.millrace.producer.cli.WeatherCommand;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ProjectVersion;
import io.millrace.runtime.cli.ServiceMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The producer service: one source of records into one Kafka topic. */
@Command(
        name = "producer-service",
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Brings records from their source into a Kafka topic.")
public final class ProducerService implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs the service; never returns. */
    public static void main(String[] args) {
        ServiceMain.run(ProducerService::commandLine, args);
    }

    /** The command line with all its sub-commands, which stop when the signal is raised. */
    public static CommandLine commandLine(ShutdownSignal signal) {
        return new CommandLine(new ProducerService())
                .addSubcommand(new TailCommand(signal))
                .addSubcommand(new JdbcCommand(signal))
                .addSubcommand(new CdcCommand(signal))
                .addSubcommand(new MqttCommand(signal))
                .addSubcommand(new HttpCommand(signal))
                .addSubcommand(new SyslogCommand(signal))
                .addSubcommand(new ReplayCommand(signal))
                .addSubcommand(new IotCommand(signal))
                .addSubcommand(new LogsCommand(signal))
                .addSubcommand(new WeatherCommand(signal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command is given, must be one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
