package io.millrace.launcher;

import io.millrace.launcher.demo.DemoCommand;
import io.millrace.launcher.preset.RunCommand;
import io.millrace.launcher.servers.Home;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ProjectVersion;
import io.millrace.runtime.cli.ServiceMain;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code ./millrace}. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        description = {
            "Carries records from their source through Kafka into HDFS, once each, and on to alerts and MapReduce.",
            "These commands run it on real servers inside one JVM on this machine; all listen on loopback only."
        },
        footer = {
            "",
            "The services themselves are the jars in */target; each has its own --help.",
            "Documentation: README.md and docs/."
        })
public final class Launcher implements Runnable {
    /** A preset's stop lets services store what is left and counts it by a job; a second Ctrl-C cuts it short. */
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(10);

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        ServiceMain.runLauncher(STOP_TIMEOUT, Launcher::commandLine, args);
    }

    /** The commands, for whoever runs them. */
    public static CommandLine commandLine(ShutdownSignal stop) {
        Home home = Home.find();
        return new CommandLine(new Launcher())
                .addSubcommand(new DemoCommand(home, stop))
                .addSubcommand(new UpCommand(home, stop))
                .addSubcommand(new FolderCommand.Status(home))
                .addSubcommand(new FolderCommand.Env(home))
                .addSubcommand(new FolderCommand.Down(home, stop))
                .addSubcommand(new RunCommand(home, stop))
                .addSubcommand(new AlertsCommand(home))
                .addSubcommand(new ShowCommand(home, stop))
                .addSubcommand(new QueryCommand(home, stop))
                .addSubcommand(tool(new HadoopToolCommand.Hdfs(home, stop)))
                .addSubcommand(tool(new HadoopToolCommand.Hadoop(home, stop)));
    }

    /** What follows the tool's name is the tool's, options of the same names included. */
    private static CommandLine tool(HadoopToolCommand command) {
        return new CommandLine(command).setStopAtPositional(true);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command is given, must be one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
