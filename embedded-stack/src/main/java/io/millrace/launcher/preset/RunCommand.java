package io.millrace.launcher.preset;

import io.millrace.launcher.Home;
import io.millrace.launcher.StackOptions;
import io.millrace.launcher.parts.Screen;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
            "Runs ready-made pipelines on the embedded stack until Ctrl-C or for --seconds; several side by side.",
            "At the end the sources stop first, what they produced is stored, and the preset's job runs."
        })
public final class RunCommand implements Callable<Integer> {
    private static final DateTimeFormatter RUN_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    @Parameters(
            paramLabel = "PRESET",
            arity = "1..*",
            description = "Of iot-json, machine-logs, iot-alerts, weather-alerts, weather-parquet (presets/).")
    private List<String> presets;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long the sources run, seconds. Default: until Ctrl-C")
    private Integer seconds;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_WEB_PORT:-0}",
            description = "Port of the page that shows topics, groups and lag, 0 for a free one [MILLRACE_WEB_PORT]."
                    + " Default: ${DEFAULT-VALUE}")
    private int webPort;

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
        Preset chosen = Preset.together(read);
        Screen screen = new Screen(spec.commandLine().getOut(), Boolean.getBoolean("millrace.terminal"));
        return new PresetRun(
                        home,
                        chosen,
                        options.settings(home.presetFolder(chosen.name())).withBrokers(chosen.brokers()),
                        webPort,
                        Optional.ofNullable(seconds).map(Duration::ofSeconds),
                        screen,
                        stop)
                .run();
    }

    /** The environment, and in RUN the time of this run: a job's output folder has to be a new one each time. */
    private static UnaryOperator<String> variables() {
        String run = System.getenv()
                .getOrDefault("RUN", RUN_TIME.format(Instant.now().atZone(ZoneOffset.UTC)));
        return name -> name.equals("RUN") ? run : System.getenv(name);
    }
}
