package io.millrace.console.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ProjectVersion;
import io.millrace.runtime.cli.ServiceMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the console. */
@Command(
        name = ConsoleMain.SERVICE,
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        description = "Shows the whole flow on one live page.",
        subcommandsRepeatable = false)
public final class ConsoleMain {
    static final String SERVICE = "console";

    private ConsoleMain() {}

    /** Makes the command line; commands end when the signal is raised. */
    public static CommandLine commandLine(ShutdownSignal signal) {
        return new CommandLine(new ConsoleMain()).addSubcommand(new ServeCommand(signal));
    }

    /** Runs the command line and ends the process. */
    public static void main(String[] args) {
        ServiceMain.run(ConsoleMain::commandLine, args);
    }
}
