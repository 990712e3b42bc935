package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.LastResort;
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
    /** For the last look of a sink that was told to stop: well within what a stop may take. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(10);

    private static final Duration JOIN = Duration.ofMillis(200);

    private final TableSettings settings;
    private final HdfsConnection connection;
    private final Predicate<String> topics;
    private final Observability observability;
    private final Function<String, Outage> outages;
    private final TableMetrics metrics;
    private final CallerThreads callers = new CallerThreads("tables");
    private final ShutdownSignal workEnded = new ShutdownSignal();
    private final ShutdownSignal lastLookEnded = new ShutdownSignal();
    private TableSet tables;
    private Thread thread;

    /** @param topics true for those that the sink stores */
    TableThread(
            TableSettings settings, HdfsConnection connection, Predicate<String> topics, Observability observability) {
        this.settings = settings;
        this.connection = connection;
        this.topics = topics;
        this.observability = observability;
        this.outages = TablesCommand.outages(connection, observability);
        this.metrics = new TableMetrics(observability.registry(), System::nanoTime);
    }

    /** Begins, once HDFS is reached. */
    void begin(FileStore store) {
        LOG.info("Tables: {}", settings);
        tables = settings.tables(connection, store, topics, callers);
        TableFollower follower = new TableFollower(tables, outages, workEnded, metrics);
        thread = new Thread(() -> follow(follower), "tables");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow(TableFollower follower) {
        try {
            follower.follow(settings.interval());
            // What the sink's stop has committed.
            new TableFollower(tables, outages, lastLookEnded, metrics).look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            observability.health().down("tables", "ended: " + e.getMessage());
            LOG.error("The tables are not brought up to date any more", e);
            LastResort.endIfUnsafe(e);
        }
    }

    /**
     * The sink has committed all that it will.
     *
     * @param stop ends the waiting for a catalog that is away
     * @throws ServiceException if the tables are not up to date, and a run to the end was asked for
     */
    void finish(boolean untilEnd, ShutdownSignal stop) throws InterruptedException {
        if (thread == null) {
            return;
        }
        workEnded.request();
        if (!untilEnd) {
            thread.join(LAST_LOOK.toMillis());
            return;
        }
        while (thread.isAlive() && !stop.isRequested()) {
            thread.join(JOIN.toMillis());
        }
        try {
            // One that hangs in the catalog has the tables to itself.
            if (!thread.isAlive() && new TableFollower(tables, outages, stop, metrics).catchUp()) {
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
        workEnded.request();
        lastLookEnded.request();
        callers.close();
    }
}
