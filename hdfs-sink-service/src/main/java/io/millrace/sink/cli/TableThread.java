package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.observe.TableMetrics;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.table.TableFollower;
import io.millrace.sink.table.TableSet;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps tables up to date beside a sink at work. Nothing of it holds the sink up: what goes wrong here stands in the health and
 * the log, and the files are where they are.
 */
final class TableThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableThread.class);
    private static final Duration LAST_LOOK = Duration.ofSeconds(10);

    private final TableSettings settings;
    private final HdfsConnection connection;
    private final Predicate<String> topics;
    private final Function<String, Outage> outages;
    private final TableMetrics metrics;
    private final CallerThreads callers = new CallerThreads("tables");
    private final BesideThread thread;
    private TableSet tables;

    /** @param topics true for those that the sink stores */
    TableThread(
            TableSettings settings, HdfsConnection connection, Predicate<String> topics, Observability observability) {
        this.settings = settings;
        this.connection = connection;
        this.topics = topics;
        this.thread = new BesideThread("tables", observability.health(), LAST_LOOK);
        this.outages = TablesCommand.outages(connection, observability);
        this.metrics = new TableMetrics(observability.registry(), System::nanoTime);
    }

    /** Begins, once HDFS is reached. */
    void begin(FileStore store) {
        LOG.info("Tables: {}", settings);
        tables = settings.tables(connection, store, topics, callers);
        TableFollower follower = new TableFollower(tables, outages, thread.workEnded(), metrics);
        thread.start(() -> {
            follower.follow(settings.interval());
            // What the sink's stop has committed.
            new TableFollower(tables, outages, thread.lastLookEnded(), metrics).look();
        });
    }

    /**
     * The sink has committed all that it will.
     *
     * @param stop ends the waiting for a catalog that is away
     * @throws ServiceException if the tables are not up to date, and a run to the end was asked for
     */
    void finish(boolean untilEnd, ShutdownSignal stop) throws InterruptedException {
        if (!thread.isStarted()) {
            return;
        }
        if (!untilEnd) {
            thread.awaitLastLook();
            return;
        }
        try {
            // One that hangs in the catalog has the tables to itself.
            if (thread.awaitLastLook(stop) && new TableFollower(tables, outages, stop, metrics).catchUp()) {
                return;
            }
        } catch (IOException e) {
            throw new ServiceException("all is stored, and not all is in the tables: " + e.getMessage(), e);
        }
        throw new ServiceException(
                "all is stored, and not all is in the tables; tables --update, or the next run, goes on from there");
    }

    @Override
    public void close() {
        thread.close();
        callers.close();
    }
}
