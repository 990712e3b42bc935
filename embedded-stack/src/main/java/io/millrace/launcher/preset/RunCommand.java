package io.millrace.launcher.preset;

import io.millrace.launcher.Home;
import io.millrace.launcher.StackOptions;
import io.millrace.launcher.parts.Screen;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./millrace run PRESET}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a ready-made pipeline on the embedded stack until Ctrl-C or for --seconds.",
            "At the end the sources stop first, what they produced is stored, and the preset's job runs."
        })
public final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PRESET",
            description = "One of iot-json, machine-logs, iot-alerts, weather-alerts, weather-parquet (presets/).")
    private String preset;

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
        new Problems()
                .require(seconds == null || seconds >= 1, "--seconds", seconds, "must be at least 1")
                .throwIfAny();
        Screen screen = new Screen(spec.commandLine().getOut(), Boolean.getBoolean("millrace.terminal"));
        Preset chosen = Preset.read(home.presets(), preset, System::getenv);
        return new PresetRun(
                        home,
                        chosen,
                        options.settings(home.presetFolder(preset)).withBrokers(chosen.brokers()),
                        webPort,
                        Optional.ofNullable(seconds).map(Duration::ofSeconds),
                        screen,
                        stop)
                .run();
    }
}
