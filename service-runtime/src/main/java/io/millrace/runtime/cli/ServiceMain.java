package io.millrace.runtime.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.Signals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The life of a service process: arguments, run, ordered stop on SIGTERM or Ctrl-C, exit status.
 *
 * <p>A stop that was asked for and went well ends with status 0, not with the 143 that the JVM would give. A second Ctrl-C
 * ends the process at once. A service that a launcher started leaves Ctrl-C to it.
 */
public final class ServiceMain {
    /** How long a stop may take, in seconds, before the process ends all the same. */
    static final String STOP_TIMEOUT_VARIABLE = "STOP_TIMEOUT_SECONDS";

    /** Number of a process with which this one stops, so that a launcher that is killed leaves nothing running. */
    static final String STOP_WITH_VARIABLE = "MILLRACE_STOP_WITH_PROCESS";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private ServiceMain() {}

    /**
     * Runs the command line that the factory makes and ends the process. Never returns.
     *
     * @param commands makes the command line; commands watch the signal and return when it is raised
     */
    public static void run(Function<ShutdownSignal, CommandLine> commands, String... args) {
        run(STOP_TIMEOUT, System.getenv(STOP_WITH_VARIABLE) != null, commands, args);
    }

    /**
     * As {@link #run(Function, String...)}, for a program that starts services: its stop has more to do than a service's, and
     * Ctrl-C is for it to answer, whoever started it.
     *
     * @param stopTimeout how long a stop may take unless the environment says otherwise
     */
    public static void runLauncher(
            Duration stopTimeout, Function<ShutdownSignal, CommandLine> commands, String... args) {
        run(stopTimeout, false, commands, args);
    }

    private static void run(
            Duration stopTimeout, boolean leavesCtrlC, Function<ShutdownSignal, CommandLine> commands, String... args) {
        ShutdownSignal signal = new ShutdownSignal();
        LastResort.install(signal);
        stopOnSignals(signal, leavesCtrlC);
        stopWithLauncher(signal);
        signal.onRequest(() -> startWatchdog(stopTimeout));
        System.exit(execute(commands.apply(signal), args));
    }

    /** Parses and runs; returns the exit status. For tests, and for commands that run in one process with others. */
    public static int execute(CommandLine commandLine, String... args) {
        return CommandLines.configure(commandLine).execute(args);
    }

    private static void stopOnSignals(ShutdownSignal signal, boolean launched) {
        if (launched) {
            // A terminal sends Ctrl-C to the launcher and to everything that it started. In which order they stop, the
            // launcher says: a receiver that went first would leave behind what the sources still send.
            Signals.on("INT", () -> {});
        }
        List<String> taken = launched ? List.of("TERM") : List.of("TERM", "INT");
        for (String name : taken) {
            Signals.on(name, () -> {
                taken.forEach(Signals::reset);
                signal.request();
            });
        }
    }

    private static void stopWithLauncher(ShutdownSignal signal) {
        String pid = System.getenv(STOP_WITH_VARIABLE);
        if (pid != null && pid.matches("\\d{1,18}")) {
            // Absent: the launcher was killed while this process started, and nobody else would ever stop it.
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresentOrElse(launcher -> launcher.onExit().thenRun(signal::request), signal::request);
        }
    }

    private static void startWatchdog(Duration usual) {
        // Nothing ends it but the end of the process: libraries' shutdown hooks run after the command and may hang too.
        Thread watchdog = new Thread(() -> endAfterTimeout(usual), "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static void endAfterTimeout(Duration usual) {
        Duration timeout = stopTimeout(usual);
        try {
            TimeUnit.MILLISECONDS.sleep(timeout.toMillis());
            LoggerFactory.getLogger(ServiceMain.class)
                    .error("The stop took longer than {} s, ending without it", timeout.toSeconds());
            // halt, not exit: whatever hangs may hang in a shutdown hook.
            Runtime.getRuntime().halt(ExitStatus.FAILURE);
        } catch (InterruptedException e) {
            LoggerFactory.getLogger(ServiceMain.class).debug("The watchdog ended early", e);
        }
    }

    private static Duration stopTimeout(Duration usual) {
        String value = System.getenv(STOP_TIMEOUT_VARIABLE);
        return value != null && value.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : usual;
    }
}
