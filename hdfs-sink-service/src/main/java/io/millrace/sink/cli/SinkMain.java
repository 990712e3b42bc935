package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ProjectVersion;
import io.millrace.runtime.cli.ServiceMain;
import io.millrace.stream.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the HDFS sink. */
@Command(
        name = SinkSettings.SERVICE,
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        description = "Stores Kafka topics on HDFS, each record once.",
        subcommandsRepeatable = false)
public final class SinkMain {
    private SinkMain() {}

    /** Makes the command line; commands end when the signal is raised. */
    public static CommandLine commandLine(ShutdownSignal signal) {
        return new CommandLine(new SinkMain())
                .addSubcommand(new RunCommand(signal))
                .addSubcommand(new AuditCommand())
                .addSubcommand(new TablesCommand(signal))
                .addSubcommand(new ExpireCommand(signal))
                .addSubcommand(new CompactCommand(signal))
                .addSubcommand(new WaitForCommand(signal, Clock.system()))
                .addSubcommand(new RedeliverCommand(signal));
    }

    /** Runs the command line and ends the process. */
    public static void main(String[] args) {
        ServiceMain.run(SinkMain::commandLine, args);
    }
}
