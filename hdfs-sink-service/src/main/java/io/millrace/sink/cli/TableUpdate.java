package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Observability;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.observe.TableMetrics;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.table.TableFollower;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Brings tables up to date once, for a command. */
final class TableUpdate {
    private final TableSettings settings;
    private final HdfsConnection connection;
    private final Observability observability;
    private final Executor threads;
    private final TableMetrics metrics;

    TableUpdate(TableSettings settings, HdfsConnection connection, Observability observability, Executor threads) {
        this.settings = settings;
        this.connection = connection;
        this.observability = observability;
        this.threads = threads;
        this.metrics = new TableMetrics(observability.registry(), System::nanoTime);
    }

    /**
     * Applies all that is in place now, however long the catalog is away.
     *
     * @return false if a stop was asked for before that
     */
    boolean run(FileStore store, Predicate<String> topics, ShutdownSignal stop)
            throws IOException, InterruptedException {
        return follower(store, topics, stop).catchUp();
    }

    /**
     * Has the tables give up what was let go, and adds nothing; each of them must be there.
     *
     * @return false if a stop was asked for before that
     */
    boolean giveUp(FileStore store, Predicate<String> topics, ShutdownSignal stop)
            throws IOException, InterruptedException {
        return follower(store, topics, stop).giveUp();
    }

    private TableFollower follower(FileStore store, Predicate<String> topics, ShutdownSignal stop) {
        return new TableFollower(
                settings.tables(connection, store, topics, threads),
                TablesCommand.outages(connection, observability),
                stop,
                metrics);
    }

    /** What was done to each table. */
    void print(PrintWriter out) {
        metrics.applied()
                .forEach((name, applied) -> TablesPrinter.applied("iceberg:" + name, "up to date", applied, out));
        if (metrics.applied().isEmpty()) {
            out.printf("No topic below %s has a commit log.%n", connection.rootUri());
        }
        out.flush();
    }
}
