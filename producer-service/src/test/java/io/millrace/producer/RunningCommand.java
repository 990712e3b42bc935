package io.millrace.producer;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** A command that runs in this JVM, as its main class would run it. */
final class RunningCommand implements AutoCloseable {
    private final ShutdownSignal signal = new ShutdownSignal();
    private final StringWriter errors = new StringWriter();
    private final CompletableFuture<Integer> status;

    RunningCommand(String... arguments) {
        CommandLine line = ProducerService.commandLine(signal);
        line.setErr(new PrintWriter(errors, true));
        line.getSubcommands().values().forEach(sub -> sub.setErr(new PrintWriter(errors, true)));
        status = CompletableFuture.supplyAsync(() -> ServiceMain.execute(line, arguments), task -> {
            Thread thread = new Thread(task, arguments[0]);
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Runs the command to its end and returns its exit status. */
    static int run(String... arguments) throws Exception {
        return new RunningCommand(arguments).status.get(120, TimeUnit.SECONDS);
    }

    boolean isRunning() {
        return !status.isDone();
    }

    /** Waits for its end by itself. */
    int status() throws Exception {
        return status.get(120, TimeUnit.SECONDS);
    }

    /** What it told the user. */
    String errors() {
        return errors.toString();
    }

    /** As SIGTERM does; returns the exit status. */
    int stop() throws Exception {
        signal.request();
        return status.get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        signal.request();
        status.orTimeout(120, TimeUnit.SECONDS).join();
    }
}
