package io.millrace.producer.cdc;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.sources.database.DatabaseException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database's log, read by the embedded Debezium engine. The engine's thread hands over a batch at a time and waits until it
 * is taken. What is durable it hears at its next batch, on its own thread; heartbeats see to it that there is one.
 */
public final class DebeziumLog implements ChangeLog {
    private static final Logger log = LoggerFactory.getLogger(DebeziumLog.class);
    private static final Duration OFFER = Duration.ofMillis(100);
    /** Several heartbeats, of the engine and of the server. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** Until the log is reached; the server may have to look through much of it, which takes long and is not told. */
    private static final Duration LONGEST_START = Duration.ofMinutes(15);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final CaptureServer server;
    private final DatabaseSettings database;
    private final DebeziumEvents events;
    private EngineMemory memory;
    private Run run;

    /** @param database how to reach it */
    public DebeziumLog(CaptureServer server, DatabaseSettings database) {
        this.server = server;
        this.database = database;
        this.events = new DebeziumEvents(server.kind());
    }

    @Override
    public void check(Map<String, Object> place) throws DatabaseException {
        server.check(place);
    }

    @Override
    public void requireUnused() throws DatabaseException {
        server.requireUnused();
    }

    @Override
    public Map<String, Object> begin() throws DatabaseException {
        return server.begin();
    }

    @Override
    public void start(Map<String, Object> place, List<String> history) {
        stop();
        memory = new EngineMemory(place, history);
        Properties properties = server.engine(place == null);
        properties.setProperty(RestoredOffsets.MEMORY, memory.id());
        properties.setProperty(PositionHistory.MEMORY, memory.id());
        run = new Run(properties, place != null);
    }

    @Override
    public List<Change> poll(Duration atMost) throws DatabaseException, InterruptedException {
        List<RecordChangeEvent<SourceRecord>> batch = run.batches.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (batch != null) {
            run.heardNanos = System.nanoTime();
            run.isHeard |= batch.stream().anyMatch(event -> DebeziumEvents.isOfTheLog(event.record()));
            // Within a transaction the engine may tell a place that we could not go on from.
            batch.stream().filter(event -> DebeziumEvents.isEnd(event.record())).forEach(end -> run.taken = end);
            return batch.stream()
                    .flatMap(event -> events.changes(event.record()).stream())
                    .toList();
        }
        if (run.isOver && run.batches.isEmpty()) {
            throw new DatabaseException.Unavailable(
                    "log of database " + database.printable() + " cannot be read: " + reason(run.failure), run.failure);
        }
        Duration patience = run.isHeard ? LONGEST_SILENCE : LONGEST_START;
        if ((run.isHeard || run.hasPlace) && System.nanoTime() - run.heardNanos > patience.toNanos()) {
            // The engine does not tell of a connection that ended without an error.
            throw new DatabaseException.Unavailable(
                    "log of database " + database.printable()
                            + " tells nothing, not even that the server is there, for " + patience.toSeconds() + " s"
                            + server.reasonOfSilence(),
                    null);
        }
        return List.of();
    }

    @Override
    public List<String> history() {
        return memory.history();
    }

    @Override
    public void acknowledge() {
        run.durable = run.taken;
    }

    @Override
    public Optional<Long> keptBytes() throws DatabaseException {
        return server.keptBytes();
    }

    @Override
    public void stop() {
        if (run != null) {
            run.close();
            memory.close();
            run = null;
        }
    }

    @Override
    public boolean tellsPlaceAtEnd() {
        return server.tellsPlaceAtEnd();
    }

    @Override
    public Map<String, Object> saved(Map<String, Object> place, Map<String, Object> before) {
        return server.saved(place, before);
    }

    @Override
    public void close() {
        stop();
        server.close();
    }

    /** The deepest reason, on one line and as it may be printed. */
    private String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest != null && deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        if (deepest == null) {
            return "the engine ended";
        }
        String text = database.printable(
                deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** One engine from its start to its end. */
    private static final class Run {
        private final BlockingQueue<List<RecordChangeEvent<SourceRecord>>> batches = new ArrayBlockingQueue<>(1);
        private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
        private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "change-data-capture");
            made.setDaemon(true);
            return made;
        });
        /** False if a snapshot comes first, which may be silent for long. */
        private final boolean hasPlace;
        /** When the last batch was taken, or this began, and whether the log itself was reached. */
        private long heardNanos = System.nanoTime();

        private boolean isHeard;
        private volatile boolean isStopped;
        private volatile boolean isOver;
        private volatile Throwable failure;
        private volatile RecordChangeEvent<SourceRecord> durable;
        /** The last end of a transaction that was taken; of the source's thread alone. */
        private RecordChangeEvent<SourceRecord> taken;
        /** Of the engine's thread alone. */
        private RecordChangeEvent<SourceRecord> told;

        Run(Properties properties, boolean hasPlace) {
            this.hasPlace = hasPlace;
            engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                    .using(properties)
                    .using(OffsetCommitPolicy.always())
                    .using((success, message, error) -> {
                        failure = error;
                        isOver = true;
                    })
                    .notifying(this::handOver)
                    .build();
            thread.execute(() -> {
                try {
                    engine.run();
                } catch (RuntimeException e) {
                    failure = e;
                } finally {
                    isOver = true;
                }
            });
        }

        private void handOver(
                List<RecordChangeEvent<SourceRecord>> batch,
                DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
                throws InterruptedException {
            acknowledge(committer);
            while (!batches.offer(batch, OFFER.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isStopped) {
                    throw new InterruptedException("stopped");
                }
            }
        }

        private void acknowledge(DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
                throws InterruptedException {
            RecordChangeEvent<SourceRecord> last = durable;
            if (last != null && last != told) {
                committer.markProcessed(last);
                committer.markBatchFinished();
                told = last;
            }
        }

        void close() {
            isStopped = true;
            batches.clear();
            ExecutorService closing = Executors.newSingleThreadExecutor(task -> {
                Thread made = new Thread(task, "change-data-capture-end");
                made.setDaemon(true);
                return made;
            });
            closing.execute(() -> {
                try {
                    engine.close();
                } catch (IOException | RuntimeException e) {
                    log.debug("The engine did not close well", e);
                }
            });
            closing.shutdown();
            thread.shutdown();
            try {
                boolean ended = closing.awaitTermination(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                        && thread.awaitTermination(1, TimeUnit.SECONDS);
                if (!ended) {
                    thread.shutdownNow();
                    closing.shutdownNow();
                }
            } catch (InterruptedException e) {
                thread.shutdownNow();
                closing.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
