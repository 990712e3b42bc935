package io.millrace.consumer;

import io.millrace.consumer.kafka.AlertsSettings;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ProjectVersion;
import io.millrace.runtime.cli.ServiceMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry point of the consumer service. */
@Command(
        name = AlertsSettings.SERVICE,
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        description =
                "Reads topics: raises alerts into a database exactly once, shows messages to people, or says what their schema is.",
        synopsisSubcommandLabel = "COMMAND")
public final class ConsumerService implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs the command line and ends the process. */
    public static void main(String[] args) {
        ServiceMain.run(stop -> commandLine(stop).setOut(standardOut()), args);
    }

    /**
     * Standard output in UTF-8, whatever the locale: JSON is nothing else. Not {@link System#out}, which keeps it to itself
     * if whoever reads the pipe is gone.
     */
    private static PrintWriter standardOut() {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), true);
    }

    /** The command line, for {@link #main} and for tests. */
    public static CommandLine commandLine(ShutdownSignal stop) {
        return new CommandLine(new ConsumerService())
                .addSubcommand(new AlertsCommand(stop))
                .addSubcommand(new ReadCommand(stop))
                .addSubcommand(new SchemaCommand(stop));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "no command is given, must be one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
