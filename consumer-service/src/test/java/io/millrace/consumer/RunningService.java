package io.millrace.consumer;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceMain;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The consumer service with a command line, on a thread of the test. */
public final class RunningService implements AutoCloseable {

    private static final int LONGEST_END_SECONDS = 120;

    private final ShutdownSignal stop = new ShutdownSignal();
    private final CompletableFuture<Integer> status;

    private RunningService(List<String> arguments, PrintWriter out) {
        status = CompletableFuture.supplyAsync(
                () -> ServiceMain.execute(
                        ConsumerService.commandLine(stop).setOut(out), arguments.toArray(String[]::new)),
                task -> new Thread(task, "service").start());
    }

    /** Runs any command; what it prints goes to {@code out}. */
    public static RunningService start(List<String> arguments, PrintWriter out) {
        return new RunningService(arguments, out);
    }

    /** Runs {@code alerts} against the cluster's servers with these further arguments. */
    public static RunningService alerts(TestCluster cluster, String... more) {
        List<String> arguments = new ArrayList<>(List.of("alerts"));
        arguments.addAll(List.of(servers(cluster)));
        arguments.addAll(List.of(more));
        return new RunningService(arguments, new PrintWriter(System.out, true));
    }

    /** The options that lead to the cluster's servers. */
    public static String[] servers(TestCluster cluster) {
        return new String[] {
            "--bootstrap-servers=" + cluster.kafka().bootstrapServers(),
            "--jdbc-url=" + cluster.database().jdbcUrl(),
            "--jdbc-user=" + cluster.database().user(),
            "--jdbc-password-file=" + cluster.database().passwordFile()
        };
    }

    /** The exit status of a run that ends by itself. */
    public int awaitStatus() throws Exception {
        return status.get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks for the end as SIGTERM does and waits for the exit status. */
    public int stop() throws Exception {
        stop.request();
        return awaitStatus();
    }

    public boolean isRunning() {
        return !status.isDone();
    }

    @Override
    public void close() {
        stop.request();
        status.orTimeout(LONGEST_END_SECONDS, TimeUnit.SECONDS).join();
    }
}
