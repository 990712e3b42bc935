package io.millrace.launcher.preset;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackOptions;
import io.millrace.launcher.servers.StackPorts;
import io.millrace.launcher.servers.WebPort;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.stack.StackLock;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./millrace run PRESET...}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs ready-made pipelines until Ctrl-C or for --seconds; several side by side.",
            "They run on the servers of './millrace up' if those run, else on servers of their own, which stop with them.",
            "At the end the sources stop first, what they produced is stored, and the preset's job runs."
        })
public final class RunCommand implements Callable<Integer> {
    private static final DateTimeFormatter RUN_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    @Parameters(
            paramLabel = "PRESET",
            arity = "1..*",
            description =
                    "Of demo, iot-json, machine-logs, iot-alerts, weather-alerts, weather-parquet (presets/), or the path of"
                            + " a file of your own that ends in .properties (presets/README.md).")
    private List<String> presets;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long the sources run, seconds, from the first record on. Default: until Ctrl-C")
    private Integer seconds;

    @Mixin
    private WebPort web = new WebPort();

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private CommandSpec spec;

    private final Home home;
    private final ShutdownSignal stop;

    public RunCommand(Home home, ShutdownSignal stop) {
        this.home = home;
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        Problems problems = new Problems();
        problems.require(seconds == null || seconds >= 1, "--seconds", seconds, "must be at least 1");
        List<Preset> read = new ArrayList<>();
        for (String preset : new LinkedHashSet<>(presets)) {
            read.add(problems.collect(() -> Preset.read(home.presets(), preset, variables())));
        }
        problems.throwIfAny();
        List<String> names = read.stream().map(Preset::name).toList();
        if (names.size() != Set.copyOf(names).size()) {
            problems.add("preset names are '" + String.join(", ", names)
                    + "', must differ, because data and processes are called after them");
        }
        problems.throwIfAny();
        Preset chosen = Preset.together(read);
        try (Screen screen = Screen.on(spec.commandLine().getOut())) {
            return run(chosen, screen);
        }
    }

    private int run(Preset chosen, Screen screen) throws IOException, InterruptedException {
        StackFiles shared = new StackFiles(options.folder().orElseGet(home::upFolder));
        Optional<StackAddresses> joined = new JoinedServers(shared, screen, stop).await();
        if (joined.isPresent()) {
            return new PresetRun(home, chosen, shared, length(), screen, stop).onServersOf(joined.get(), "up");
        }
        if (stop.isRequested()) {
            screen.line("Stopped, as asked, before anything ran.");
            return ExitStatus.OK;
        }
        Path folder = options.folder().orElseGet(() -> home.presetFolder(chosen.name()));
        StackSettings.requireUsable(folder);
        StackLock.claim(folder).close();
        StackPorts ports = StackPorts.remembered(folder, StackPorts.ANY);
        return new PresetRun(home, chosen, new StackFiles(folder), length(), screen, stop)
                .onOwnServers(
                        options.settings(folder, ports, chosen.brokers(), screen::line),
                        web.choose(ports, screen::line));
    }

    private Optional<Duration> length() {
        return Optional.ofNullable(seconds).map(Duration::ofSeconds);
    }

    /**
     * The environment, in RUN the time of this run, because a job's output folder has to be a new one each time, and in LOG_FILES the
     * servers' own logs.
     */
    private static UnaryOperator<String> variables() {
        String run = RUN_TIME.format(Instant.now().atZone(ZoneOffset.UTC));
        Map<String, String> otherwise = Map.of("RUN", run, "LOG_FILES", Preset.serverLogs());
        return name -> {
            String set = System.getenv(name);
            return set == null || set.isEmpty() ? otherwise.get(name) : set;
        };
    }
}
