package io.millrace.sink.cli;

import io.millrace.formats.FormatAids;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.registry.HttpSchemaRegistry;
import io.millrace.formats.registry.RegistryRefusedException;
import io.millrace.record.PartitionId;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.observe.Liveness;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Answered;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.CallLimit;
import io.millrace.runtime.retry.Outage;
import io.millrace.runtime.retry.Retry;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.hdfs.BoundedFileStore;
import io.millrace.sink.hdfs.HdfsFileStore;
import io.millrace.sink.observe.SinkMetrics;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.run.StoredElsewhere;
import io.millrace.stream.Clock;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RefusedException;
import io.millrace.stream.StoppedException;
import io.millrace.stream.kafka.InputTopics;
import io.millrace.stream.kafka.KafkaCluster;
import io.millrace.stream.kafka.LagMonitor;
import io.millrace.stream.run.EndTracker;
import io.millrace.stream.run.OutageBoard;
import io.millrace.stream.run.Outages;
import io.millrace.stream.run.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the sink: waits for the servers, runs the workers, stops them in order. */
final class SinkService {
    private static final Logger LOG = LoggerFactory.getLogger(SinkService.class);
    private static final Duration WATCH = Duration.ofSeconds(1);
    /** Delivery of dead letters may take Kafka's client two minutes, leaving the group half a minute. */
    private static final Duration LONGEST_KAFKA_CALL = Duration.ofMinutes(3);

    private final SinkSettings settings;
    private final ShutdownSignal stop;
    private final Observability observability;
    private final SinkMetrics metrics;
    private final CallLimit limit;
    private final Outage kafkaOutage;
    private final Outage readingOutage;
    private final Outage hdfsOutage;
    private final Optional<HttpSchemaRegistry> registry;
    private final Optional<Outage> registryOutage;
    private final Consumer<FileStore> opened;

    /** @param opened is given HDFS once it is reached */
    SinkService(SinkSettings settings, ShutdownSignal stop, Observability observability, Consumer<FileStore> opened) {
        this.opened = opened;
        this.settings = settings;
        this.stop = stop;
        this.observability = observability;
        this.metrics = new SinkMetrics(observability.registry(), Clock.system(), settings.threads());
        this.limit = new CallLimit(settings.hdfsTimeout(), System::nanoTime);
        observability.liveness().everySecond(limit::check);
        java.time.Clock clock = java.time.Clock.systemUTC();
        this.kafkaOutage =
                new Outage("Kafka at " + settings.kafka().bootstrapServers(), observability.health(), LOG, clock);
        this.registry = settings.registry();
        this.registryOutage = registry.map(
                known -> new Outage("Schema registry at " + known.name(), observability.health(), LOG, clock));
        this.readingOutage = new Outage("reading from Kafka", observability.health(), LOG, clock);
        this.hdfsOutage = new Outage("HDFS at " + settings.hdfs().rootUri(), observability.health(), LOG, clock);
    }

    SinkMetrics metrics() {
        return metrics;
    }

    /** Runs until the stop is asked for or the end is reached. */
    void run() throws Exception {
        try {
            serve();
        } catch (StoppedException known) {
            throw new ServiceException(known.getMessage(), known);
        } catch (RefusedException lasting) {
            throw new ServiceException("HDFS at " + settings.hdfs().rootUri() + ": " + lasting.getMessage(), lasting);
        }
    }

    private void serve() throws Exception {
        Optional<KafkaCluster> connected = await(kafkaOutage, () -> new KafkaCluster(settings.kafka()));
        if (connected.isEmpty()) {
            stoppedEarly("Kafka was not reached");
            return;
        }
        try (KafkaCluster cluster = connected.get()) {
            InputTopics inputs = new InputTopics(
                    settings.topics().named().keySet(),
                    settings.topics().pattern().map(pattern -> pattern::takes),
                    observability.health());
            Optional<Found> first = await(kafkaOutage, () -> wanted(cluster, inputs));
            Optional<HdfsFileStore> store =
                    first.isEmpty() ? Optional.empty() : await(hdfsOutage, () -> openStore(first.get()));
            if (first.isEmpty() || store.isEmpty()) {
                stoppedEarly(first.isEmpty() ? "Kafka or its topics were not found" : "HDFS was not reached");
                return;
            }
            if (registry.isPresent()
                    && await(registryOutage.get(), this::checkRegistry).isEmpty()) {
                stoppedEarly("the schema registry was not reached");
                return;
            }
            opened.accept(bounded(store.get()));
            Optional<Found> found = first;
            while (found.isPresent() && runWorkers(cluster, store.get(), found.get(), inputs)) {
                // Memory is planned and names are checked for all topics together, as at a start.
                LOG.info("A topic is there now that was waited for; all are taken over anew");
                found = await(kafkaOutage, () -> wanted(cluster, inputs));
            }
        }
    }

    /**
     * What can be stored now.
     *
     * @param topics settings of those that exist
     * @param missing those that do not, which the others do not wait for
     */
    private record Found(
            Map<String, SinkSettings.TopicSettings> topics,
            Map<PartitionId, PartitionFacts> facts,
            Set<String> missing) {}

    private Found wanted(KafkaCluster cluster, InputTopics inputs) throws IOException {
        StoredTopics topics = settings.topics();
        Set<String> existing = topics.pattern().isPresent()
                ? cluster.names()
                : cluster.existing(topics.named().keySet());
        Map<String, SinkSettings.TopicSettings> all = topics.with(existing);
        if (all.isEmpty()) {
            throw new NoTopicException(
                    "no topic matches --topics-pattern '" + topics.pattern().get() + "', or this user may not see one");
        }
        Set<String> missing = inputs.missing(existing);
        Map<String, SinkSettings.TopicSettings> present = new TreeMap<>(all);
        present.keySet().retainAll(existing);
        if (missing.isEmpty() || present.isEmpty() || settings.untilEnd()) {
            // A bounded run has no end that a missing topic could come before.
            return found(cluster, all, Set.of());
        }
        LOG.warn(
                "Topics do not exist; the others are stored meanwhile: missing={} stored={}",
                missing,
                present.keySet());
        return found(cluster, present, missing);
    }

    private Found found(KafkaCluster cluster, Map<String, SinkSettings.TopicSettings> topics, Set<String> missing)
            throws IOException {
        Problems problems = new Problems();
        SharedPaths.checkTopics(topics, problems);
        problems.throwIfAny();
        return new Found(topics, facts(cluster, topics), missing);
    }

    /** Kafka is there and has nothing to store. */
    private static final class NoTopicException extends IOException implements Answered {
        private static final long serialVersionUID = 1L;

        NoTopicException(String message) {
            super(message);
        }
    }

    private Boolean checkRegistry() throws IOException {
        try {
            registry.get().check();
            return true;
        } catch (RegistryRefusedException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    /** The store for calls of the main thread, whose progress nobody watches. */
    private FileStore bounded(FileStore store) {
        return new BoundedFileStore(store, limit, () -> {});
    }

    private HdfsFileStore openStore(Found found) throws IOException {
        HdfsFileStore store = settings.hdfs().open(settings.durability());
        String root = settings.hdfs().rootPath();
        Set<String> stored;
        try {
            stored = bounded(store).list(PartitionFolders.controlRoot(root)).stream()
                    .map(FileInfo::name)
                    .collect(Collectors.toSet());
        } catch (RefusedException e) {
            if (!RefusedException.isLasting(e)) {
                stoppedEarly(e.getMessage());
            }
            throw e;
        }
        Problems problems = new Problems();
        // Those too that are missing now and may come.
        SharedPaths.checkRoot(
                root, stored, settings.topics().with(found.topics().keySet()), problems);
        problems.throwIfAny();
        return store;
    }

    private Map<PartitionId, PartitionFacts> facts(KafkaCluster cluster, Map<String, SinkSettings.TopicSettings> topics)
            throws IOException {
        Map<PartitionId, PartitionFacts> facts = new TreeMap<>(cluster.facts(topics.keySet()));
        Problems problems = new Problems();
        topics.forEach((topic, own) -> SharedPaths.checkPartitions(topic, own.format(), count(facts, topic), problems));
        problems.throwIfAny();
        for (String topic : topics.keySet()) {
            for (int partition : settings.partitions()) {
                if (!facts.containsKey(new PartitionId(topic, partition))) {
                    throw new SettingsException("--only-partitions names partition " + partition + ", but topic "
                            + topic + " has " + count(facts, topic) + " partitions");
                }
            }
        }
        if (!settings.partitions().isEmpty()) {
            facts.keySet().removeIf(partition -> !settings.partitions().contains(partition.partition()));
        }
        return facts;
    }

    private static long count(Map<PartitionId, PartitionFacts> facts, String topic) {
        return facts.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .count();
    }

    /** Returns true if it ended because a topic is there that was not. */
    private boolean runWorkers(KafkaCluster cluster, FileStore store, Found found, InputTopics inputs)
            throws Exception {
        Map<PartitionId, PartitionFacts> facts = found.facts();
        Optional<EndTracker> ends = settings.untilEnd() ? Optional.of(new EndTracker(ends(facts))) : Optional.empty();
        Outages outages = new Outages(
                new OutageBoard(readingOutage), new OutageBoard(hdfsOutage, registryOutage.orElse(hdfsOutage)));
        FormatAids aids = new FormatAids(new FoundFrames(LOG::info), registry.map(known -> known));
        Optional<MemoryPlan> plan = await(kafkaOutage, () -> plan(cluster, found));
        if (plan.isEmpty()) {
            stoppedEarly("Kafka did not say what its topics need");
            return false;
        }
        LOG.info("Memory of each thread: {}", plan.get());
        WorkerFactory factory = new WorkerFactory(
                settings,
                new WorkerFactory.Shared(
                        cluster, metrics, outages, found.topics(), facts.keySet(), plan.get(), aids, ends));
        StoredElsewhere elsewhere =
                new StoredElsewhere(bounded(store), settings.hdfs().rootPath(), CommitLog.SEGMENT_SIZE, facts);
        List<WorkerThread> threads = new ArrayList<>();
        boolean hasFound = false;
        try (LagMonitor monitor = new LagMonitor(cluster.admin(), kafkaOutage, metrics.lags(), inputs)) {
            monitor.start();
            for (int i = 0; i < settings.threads(); i++) {
                Liveness.Pulse pulse = observability.liveness().watch("thread sink-" + i, stalled());
                Worker worker = factory.create(i, new BoundedFileStore(store, limit, pulse::beat), pulse::beat);
                WorkerThread thread = new WorkerThread(i, worker, stop, observability.health(), pulse);
                threads.add(thread);
                thread.start();
            }
            hasFound = watch(
                    elsewhere,
                    threads,
                    ends,
                    // What comes during a bounded run is the next one's.
                    () -> ends.isEmpty()
                            && (inputs.hasFound(found.missing())
                                    || inputs.hasMoreThan(found.topics().keySet())));
        } finally {
            threads.forEach(WorkerThread::requestStop);
            for (WorkerThread thread : threads) {
                thread.join();
            }
            factory.close();
        }
        for (WorkerThread thread : threads) {
            thread.throwFailure();
        }
        if (ends.isPresent() && !ends.get().finished()) {
            // What the stop has committed counts too.
            look(elsewhere, ends.get());
            List<PartitionId> remaining = List.copyOf(ends.get().remaining());
            if (!remaining.isEmpty()) {
                stoppedEarly(remaining.size() + (remaining.size() == 1 ? " partition is" : " partitions are")
                        + " not stored to the end, or not in place, the first one being " + remaining.get(0));
            }
        }
        return hasFound;
    }

    /** A run that was asked to come to the end has not done its work when something else ends it. */
    private void stoppedEarly(String what) {
        if (settings.untilEnd()) {
            throw new ServiceException("stopped before the end was reached, as --until-end asks: " + what
                    + "; the next run goes on from there");
        }
    }

    private MemoryPlan plan(KafkaCluster cluster, Found found) throws IOException {
        int partitions = found.facts().size();
        int largest = 0;
        long needs = 0;
        for (Map.Entry<String, SinkSettings.TopicSettings> topic :
                found.topics().entrySet()) {
            int ofTopic = cluster.largestStoredMessage(topic.getKey());
            largest = Math.max(largest, ofTopic);
            needs = Math.max(
                    needs,
                    (long) ofTopic * TopicFormats.heapPerByte(topic.getValue().format()));
        }
        // By the group's assignment one thread may get them all, while others are away.
        int ofThread = settings.partitions().isEmpty()
                ? partitions
                : (partitions + settings.threads() - 1) / settings.threads();
        return MemoryPlan.of(
                Runtime.getRuntime().maxMemory(),
                new MemoryPlan.Load(settings.threads(), ofThread, cluster.brokers(), largest, needs),
                settings.maxBufferedBytes());
    }

    /** Longer than any call that is bounded, Kafka's included: a thread that stands still for so long never goes on. */
    private Duration stalled() {
        return settings.hdfsTimeout().multipliedBy(4).plus(LONGEST_KAFKA_CALL);
    }

    private static Map<PartitionId, Long> ends(Map<PartitionId, PartitionFacts> facts) {
        Map<PartitionId, Long> ends = new HashMap<>();
        facts.forEach((partition, fact) -> ends.put(partition, fact.end()));
        return ends;
    }

    /** Returns true if it ended because of what it waits for besides. */
    private boolean watch(
            StoredElsewhere elsewhere, List<WorkerThread> threads, Optional<EndTracker> ends, BooleanSupplier also)
            throws InterruptedException {
        int round = 0;
        while (!stop.isRequested() && threads.stream().allMatch(WorkerThread::isRunning)) {
            if (ends.isPresent() && ends.get().finished()) {
                return false;
            }
            if (also.getAsBoolean()) {
                return true;
            }
            Duration pause = ends.isPresent() ? Duration.ofMillis(100) : WATCH;
            if (stop.await(pause)) {
                return false;
            }
            round++;
            // Partitions that the user named are nobody else's.
            if (ends.isPresent() && settings.partitions().isEmpty() && round % 10 == 0) {
                look(elsewhere, ends.get());
            }
        }
        return false;
    }

    /** A log that is damaged ends the run as it ends a worker that takes the partition over. */
    private static void look(StoredElsewhere elsewhere, EndTracker ends) {
        try {
            elsewhere.look(ends);
        } catch (StoppedException known) {
            throw new ServiceException(known.getMessage(), known);
        }
    }

    private <T> Optional<T> await(Outage outage, Callable<T> call) throws Exception {
        return new Retry(Backoff.STANDARD, stop)
                .call(
                        outage,
                        e -> e instanceof IOException && !RefusedException.isLasting(e) || KafkaFailures.passes(e),
                        call);
    }
}
