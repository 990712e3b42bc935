package io.millrace.stack;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.cli.ServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** All servers of the embedded stack over one data folder, started and stopped in order. Not thread-safe. */
public final class EmbeddedStack implements AutoCloseable {
    private final StackSettings settings;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private EmbeddedKafka kafka;
    private EmbeddedHdfs hdfs;
    private EmbeddedDatabase database;

    private EmbeddedStack(StackSettings settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    /**
     * Starts all servers.
     *
     * @throws ServiceException if one does not start or the folder is in use, read-only or full; nothing is left running then
     */
    public static EmbeddedStack start(StackSettings settings) {
        EmbeddedStack stack = new EmbeddedStack(settings);
        try {
            stack.startAll();
            return stack;
        } catch (RuntimeException e) {
            try {
                stack.close();
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private void startAll() {
        started.push(StackLock.claim(settings.folder()));
        Path hdfsFolder = settings.folder().resolve("hdfs");
        boolean isNew = !Files.exists(hdfsFolder);
        Stream.of("hdfs", "kafka", "database").map(settings.folder()::resolve).forEach(PrivateFolder::make);
        hdfs = new EmbeddedHdfs(
                hdfsFolder, settings.nameNodePort(), settings.nameNodeWebPort(), 1, settings.hadoopConfigs());
        kafka = new EmbeddedKafka(
                settings.folder().resolve("kafka"), settings.kafkaPort(), settings.brokers(), settings.kafkaConfigs());
        database = new EmbeddedDatabase(settings.folder().resolve("database"), settings.databasePort());
        started.push(hdfs);
        hdfs.start();
        if (isNew) {
            hdfs.closeToOthers();
        }
        started.push(kafka);
        kafka.start();
        started.push(database);
        database.start();
    }

    /** The broker. */
    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** NameNode and DataNode. */
    public EmbeddedHdfs hdfs() {
        return hdfs;
    }

    /** The database. */
    public EmbeddedDatabase database() {
        return database;
    }

    /** The settings that it was started with. */
    public StackSettings settings() {
        return settings;
    }

    /** Has this done before the servers stop. */
    public void beforeStop(Runnable action) {
        started.push(action::run);
    }

    /** Stops all servers in reverse order; every one is stopped even if another does not stop. */
    @Override
    public void close() {
        ServiceException failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new ServiceException("the embedded stack did not stop in order: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
