package io.millrace.launcher.process;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of the services' jars, running as a process of its own, its output in a log file. Not thread-safe.
 */
public final class ServiceProcess implements AutoCloseable {
    /** What the JVM gives when the signal comes before the service has taken it over. */
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    private final String name;
    private final Path log;
    private final long logStart;
    private final Process process;

    private ServiceProcess(String name, Path log, long logStart, Process process) {
        this.name = name;
        this.log = log;
        this.logStart = logStart;
        this.process = process;
    }

    /**
     * Starts the jar.
     *
     * @param name what messages and the log file call it
     * @param logs the folder of the log file
     * @param heapMebibytes limit of its heap
     * @param environment variables besides those of this process
     */
    public static ServiceProcess start(
            String name,
            Path logs,
            int heapMebibytes,
            Map<String, String> environment,
            Path jar,
            List<String> arguments) {
        List<String> command = new ArrayList<>(Jvm.command(heapMebibytes, "-jar", jar.toString()));
        command.addAll(arguments);
        Path log = logs.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Nothing is left running when this process is killed: the service watches it.
        builder.environment()
                .put(
                        "MILLRACE_STOP_WITH_PROCESS",
                        String.valueOf(ProcessHandle.current().pid()));
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(name, log, log.toFile().length(), builder.start());
        } catch (IOException e) {
            throw new ServiceException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Fails if the service ended although it should run. */
    public void requireRunning() {
        if (!process.isAlive()) {
            throw ended("must run until it is stopped");
        }
    }

    /** True while it runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Asks it to stop (SIGTERM). */
    public void requestStop() {
        process.destroy();
    }

    /** Waits for its end and fails unless it ended with status 0. */
    public void awaitSuccess(Duration atMost) throws InterruptedException {
        awaitEnd(atMost);
        if (process.exitValue() != 0) {
            throw ended("must be 0");
        }
    }

    /** As {@link #awaitSuccess} after a stop: one that came before the service had begun to run is no failure. */
    public void awaitStop(Duration atMost) throws InterruptedException {
        awaitEnd(atMost);
        if (process.exitValue() != 0 && process.exitValue() != ENDED_BY_SIGTERM) {
            throw ended("must be 0");
        }
    }

    private void awaitEnd(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ServiceException(name + " did not end within " + atMost.toSeconds() + " s; see " + log);
        }
    }

    private ServiceException ended(String rule) {
        return new ServiceException(name + " ended with status " + process.exitValue() + ", " + rule
                + SaidErrors.in(log, logStart) + "; see " + log);
    }

    /** Ends it by force if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
