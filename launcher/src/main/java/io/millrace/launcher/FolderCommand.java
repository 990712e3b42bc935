package io.millrace.launcher;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackDescription;
import io.millrace.launcher.servers.StackEnvironment;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackOwner;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.ServiceException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that ask for, or end, the servers that run over a data folder. */
abstract class FolderCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "${env:MILLRACE_DATA}",
            description = "Folder of the servers' data [MILLRACE_DATA]. Default: that of ./millrace up")
    private Path folder;

    @Spec
    private CommandSpec spec;

    private final Home home;

    FolderCommand(Home home) {
        this.home = home;
    }

    StackFiles files() {
        return new StackFiles(folder == null ? home.upFolder() : folder);
    }

    Screen screen() {
        return Screen.on(spec.commandLine().getOut());
    }

    StackAddresses running() {
        return files().running()
                .orElseThrow(() -> new ServiceException("no servers run over " + files().folder()
                        + ", must be started first: ./millrace up -d" + StackDescription.dataOption(files())));
    }

    /** {@code ./millrace status}. */
    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Says whether the servers run, and where. Exit status 0 if they do, 1 if not.")
    static final class Status extends FolderCommand {
        Status(Home home) {
            super(home);
        }

        @Override
        public Integer call() {
            StackFiles files = files();
            StackOwner owner = files.owner().orElse(null);
            StackAddresses addresses = files.running().orElse(null);
            if (owner == null) {
                screen().line("No servers run over " + files.folder() + ".");
                return ExitStatus.FAILURE;
            }
            String process = "./millrace " + owner.command() + " (process " + owner.pid() + ")";
            if (addresses == null) {
                screen().line("The servers of " + process + " over " + files.folder() + " are starting or stopping.");
                return ExitStatus.FAILURE;
            }
            screen().line("Running: the servers of " + process + " over " + files.folder());
            StackDescription.print(addresses, files, screen());
            return ExitStatus.OK;
        }
    }

    /** {@code ./millrace env}. */
    @Command(
            name = "env",
            mixinStandardHelpOptions = true,
            description = "Prints where the running servers are, for the shell: eval \"$(./millrace env)\"")
    static final class Env extends FolderCommand {
        Env(Home home) {
            super(home);
        }

        @Override
        public Integer call() {
            StackEnvironment.exports(running()).forEach(screen()::line);
            return ExitStatus.OK;
        }
    }

    /** {@code ./millrace down}. */
    @Command(
            name = "down",
            mixinStandardHelpOptions = true,
            description = "Stops the servers of 'up' and waits for their end; the data stays.")
    static final class Down extends FolderCommand {
        private final Home home;
        private final ShutdownSignal stop;

        Down(Home home, ShutdownSignal stop) {
            super(home);
            this.home = home;
            this.stop = stop;
        }

        @Override
        public Integer call() throws InterruptedException {
            return new DetachedServers(home, files(), screen(), stop).stop();
        }
    }
}
