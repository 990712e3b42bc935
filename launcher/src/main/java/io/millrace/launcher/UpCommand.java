package io.millrace.launcher;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.Servers;
import io.millrace.launcher.servers.StackDescription;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackOptions;
import io.millrace.launcher.servers.StackPorts;
import io.millrace.launcher.servers.WebPort;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.stack.StackLock;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./millrace up}: the servers until Ctrl-C or {@code down}; the next start finds their data and their ports. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Kafka, HDFS and the database until Ctrl-C; with -d in the background until './millrace down'.",
            "The next 'up' finds their data and takes the same ports: at first, where they are free, Kafka 9092, HDFS 8020 and"
                    + " its web page 9870, the database 9101, the console 8080."
        })
final class UpCommand implements Callable<Integer> {
    @Option(
            names = {"-d", "--detach"},
            description = "Return as soon as the servers run, and leave them running; './millrace down' stops them.")
    private boolean detach;

    @Mixin
    private StackOptions options = new StackOptions();

    @Mixin
    private WebPort web = new WebPort();

    @Spec
    private CommandSpec spec;

    private final Home home;
    private final ShutdownSignal stop;

    UpCommand(Home home, ShutdownSignal stop) {
        this.home = home;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Path folder = options.folder().orElseGet(home::upFolder);
        StackSettings.requireUsable(folder);
        StackFiles files = new StackFiles(folder);
        Screen screen = Screen.on(spec.commandLine().getOut());
        if (detach) {
            return new DetachedServers(home, files, screen, stop).start(arguments());
        }
        // Before any word about ports: those of a stack that runs over this folder are its own.
        StackLock.claim(folder).close();
        screen.line("Starting Kafka, HDFS and the database; data in " + folder);
        StackPorts ports = StackPorts.remembered(folder, StackPorts.USUAL);
        StackSettings settings = options.settings(folder, ports, options.brokers(), screen::line);
        int webPort = web.choose(ports, screen::line);
        screen.sayOnStop(stop, "Stopping, as soon as the servers have started (a second Ctrl-C ends them at once) ...");
        try (Servers servers = Servers.start(settings, "up", webPort)) {
            if (!stop.isRequested()) {
                StackDescription.print(servers.addresses(), files, screen);
                screen.line("Running; Ctrl-C stops.");
            }
            screen.sayOnStop(stop, "Stopping ...");
            stop.await();
        }
        screen.line("Stopped; the data stays in " + folder);
        return 0;
    }

    /** What the user said, without that it is to happen in the background. */
    private List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
        arguments.removeIf(argument -> argument.equals("-d") || argument.equals("--detach"));
        return arguments;
    }
}
