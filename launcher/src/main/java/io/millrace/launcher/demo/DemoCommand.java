package io.millrace.launcher.demo;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackOptions;
import io.millrace.launcher.servers.StackPorts;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Problems;
import io.millrace.stack.StackSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./millrace demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the preset demo once on real servers and checks that the result adds up.",
            "Log lines and sensor readings go through Kafka into HDFS, alerts into the database, and MapReduce"
                    + " counts the log levels. Exit status 0 only if nothing is lost, nothing is there twice and all counts agree."
        })
public final class DemoCommand implements Callable<Integer> {
    /** Five JVMs start at once, on a busy machine slowly; a pipeline that runs stores something each few seconds. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(3);

    @Option(
            names = "--input",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Log files to carry. Default: the logs that Kafka and HDFS write while the demo runs")
    private List<Path> inputs = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "15",
            description = "How long the servers' own logs are followed when there is no --input, seconds. Default:"
                    + " ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--readings",
            paramLabel = "N",
            defaultValue = "50000",
            description = "How many sensor readings are simulated. Default: ${DEFAULT-VALUE}")
    private int readings;

    @Option(names = "--keep", description = "Leave the data for a look with ./millrace hdfs dfs -ls /user/kafka/logs")
    private boolean keep;

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private CommandSpec spec;

    private final Home home;
    private final ShutdownSignal stop;

    public DemoCommand(Home home, ShutdownSignal stop) {
        this.home = home;
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        Problems problems = new Problems()
                .require(readings >= 1 && readings <= 10_000_000, "--readings", readings, "must be from 1 to 10000000")
                .require(seconds >= 1 && seconds <= 3600, "--seconds", seconds, "must be from 1 to 3600");
        for (Path input : inputs) {
            problems.require(
                    Files.isRegularFile(input) && Files.isReadable(input),
                    "--input",
                    input.toString(),
                    "must be a readable file");
        }
        problems.throwIfAny();
        try (Screen screen = Screen.on(spec.commandLine().getOut())) {
            DemoPlan plan = DemoPlan.read(
                    home.presets(), inputs.stream().map(Path::toAbsolutePath).toList(), readings);
            StackSettings stack = options.settings(
                    options.folder().orElseGet(home::demoFolder), StackPorts.ANY, options.brokers(), screen::line);
            Course course = new Course(inputs.isEmpty(), Duration.ofSeconds(seconds), LONGEST_STANDSTILL);
            return new Demo(home, plan, stack, screen, stop)
                    .run(course, keep || options.folder().isPresent());
        }
    }
}
