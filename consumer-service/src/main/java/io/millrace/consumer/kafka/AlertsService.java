package io.millrace.consumer.kafka;

import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.formats.FormatAids;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.registry.RegistryRefusedException;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.kafka.TopicSetup;
import io.millrace.runtime.kafka.TopicSpec;
import io.millrace.runtime.kafka.TransactionVersion;
import io.millrace.runtime.observe.Liveness;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.runtime.retry.Retry;
import io.millrace.stream.StoppedException;
import io.millrace.stream.StreamEvents;
import io.millrace.stream.kafka.FetchLimits;
import io.millrace.stream.kafka.GroupMemo;
import io.millrace.stream.kafka.InputTopics;
import io.millrace.stream.kafka.KafkaCluster;
import io.millrace.stream.kafka.KafkaRecordSource;
import io.millrace.stream.kafka.LagMonitor;
import io.millrace.stream.kafka.PollGate;
import io.millrace.stream.run.EndsOfAssigned;
import io.millrace.stream.run.OutageBoard;
import io.millrace.stream.run.Outages;
import io.millrace.stream.run.Worker;
import io.millrace.stream.run.WorkerContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the alerts consumer together, runs it, and takes it apart again. */
public final class AlertsService {

    private static final Logger log = LoggerFactory.getLogger(AlertsService.class);
    private static final Duration API_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LAST_PUBLISHING = Duration.ofSeconds(5);
    /** All other partitions wait meanwhile. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);
    /** Longer than a database may keep a transaction waiting, and than every call to Kafka. */
    private static final Duration STALLED = Duration.ofMinutes(10);

    private static final int RECORDS_PER_POLL = 5_000;

    private final AlertsSettings settings;
    private final AlertStore store;
    private final Supplier<RuleSet> rules;
    private final Observability observability;
    private final ShutdownSignal stop;
    private final Clock clock;
    private final AlertsMetrics metrics;

    /** The pieces that somebody else made and closes. */
    public AlertsService(
            AlertsSettings settings,
            AlertStore store,
            Supplier<RuleSet> rules,
            Observability observability,
            ShutdownSignal stop,
            Clock clock) {
        this.settings = settings;
        this.store = store;
        this.rules = rules;
        this.observability = observability;
        this.stop = stop;
        this.clock = clock;
        this.metrics = new AlertsMetrics(observability.registry());
    }

    /** What has been counted. */
    public AlertsMetrics metrics() {
        return metrics;
    }

    /**
     * Runs until the stop is requested, or until the end if the settings say so.
     *
     * @throws ServiceException if it cannot go on
     */
    public void run() throws Exception {
        try {
            serve();
        } catch (StoppedException | RegistryRefusedException known) {
            throw new ServiceException(known.getMessage(), known);
        } catch (KafkaException e) {
            if (KafkaFailures.stays(e)) {
                throw KafkaFailures.ended(settings.kafka().bootstrapServers(), e);
            }
            throw e;
        }
    }

    private void serve() throws Exception {
        Outage databaseOutage = outage("the database").pending();
        Outage kafkaOutage =
                outage("Kafka at " + settings.kafka().bootstrapServers()).pending();
        Optional<Outage> registryOutage = settings.registry()
                .map(known -> outage("Schema registry at " + known.name()).pending());
        Optional<KafkaCluster> connected = new Retry(Backoff.STANDARD, stop)
                .call(kafkaOutage, KafkaFailures::passes, () -> new KafkaCluster(settings.kafka()));
        if (connected.isEmpty()) {
            return;
        }
        KafkaCluster cluster = connected.get();
        // From the start: it notices brokers that are away sooner than a call that waits for them.
        InputTopics inputs = new InputTopics(settings.topics().keySet(), observability.health());
        LagMonitor monitor = new LagMonitor(cluster.admin(), kafkaOutage, metrics.lags(), inputs);
        monitor.start();
        try {
            if (!makeTopics(cluster.admin(), kafkaOutage)
                    || !lookForInputs(cluster.admin(), inputs, kafkaOutage)
                    || !openStore(databaseOutage)
                    || !checkRegistry(registryOutage)) {
                return;
            }
            TransactionVersion.warning(cluster.admin()).ifPresent(log::warn);
            read(cluster, new OutageBoard(databaseOutage, registryOutage.orElse(databaseOutage)), kafkaOutage);
        } finally {
            monitor.close();
            // Without a limit it would wait for answers from brokers that are gone.
            cluster.close(Duration.ZERO);
        }
    }

    private void read(KafkaCluster cluster, OutageBoard database, Outage kafkaOutage) {
        Liveness.Pulse pulse = observability.liveness().watch("the loop of alerts", STALLED);
        try (OutboxPublisher publisher = new OutboxPublisher(
                new KafkaTransport(settings.kafka(), settings.group()),
                outage("publishing to Kafka"),
                metrics::published)) {
            publisher.start();
            KafkaRecordSource source = source(cluster, pulse);
            PartitionClaimer claimer = new PartitionClaimer(
                    store,
                    metrics,
                    EventReader.of(settings.topics(), settings.described(), aids()),
                    new OutboxComposer(settings.alertsTopic(), settings.deadLetterTopic()),
                    settings.fromEnd(),
                    settings.mostAhead());
            AlertsLanding.Tools tools = new AlertsLanding.Tools(
                    store,
                    publisher,
                    metrics,
                    rules,
                    source::generation,
                    database,
                    observability.health(),
                    // Nobody who stops a service wants to wait for brokers that are away.
                    () -> kafkaOutage.ongoing() ? Duration.ZERO : LAST_PUBLISHING);
            io.millrace.stream.Clock time = io.millrace.stream.Clock.system();
            SplittableRandom random = new SplittableRandom();
            AlertsLanding landing = new AlertsLanding(tools, claimer::claim, time, random);
            WorkerContext context = new WorkerContext(
                    0,
                    source,
                    landing,
                    new Outages(new OutageBoard(outage("reading from Kafka")), database),
                    Backoff.STANDARD,
                    random,
                    time,
                    StreamEvents.NONE);
            Optional<EndsOfAssigned> ends = settings.untilEnd() ? Optional.of(new EndsOfAssigned()) : Optional.empty();
            Optional<LastPublishing> last = ends.map(
                    known -> new LastPublishing(known, LastPublishing.Outbox.of(publisher, metrics), System::nanoTime));
            new Worker(context, ends).run(() -> {
                pulse.beat();
                return stop.isRequested() || last.map(LastPublishing::isOver).orElse(false);
            });
        } finally {
            pulse.stop();
        }
    }

    private Outage outage(String subject) {
        return new Outage(subject, observability.health(), log, clock);
    }

    private KafkaRecordSource source(KafkaCluster cluster, Liveness.Pulse pulse) {
        // What is read at once is evaluated and stored at once, so the number of its records limits it, nothing else.
        PollGate gate = new PollGate(Long.MAX_VALUE);
        return new KafkaRecordSource(
                cluster.consumer(
                        new KafkaCluster.Reader(Optional.empty(), settings.group(), "classic", RECORDS_PER_POLL),
                        FetchLimits.OF_THE_CLIENT,
                        gate),
                gate,
                new KafkaRecordSource.Subscription(settings.topics().keySet(), Set.of()),
                new KafkaRecordSource.Asking(
                        cluster.topicIds(LONGEST_ANSWER), pulse::beat, Optional.of(outage("polling Kafka"))),
                new GroupMemo("database"));
    }

    /** A bounded run has no end that a missing topic could come before; false if the stop was requested meanwhile. */
    private boolean lookForInputs(Admin admin, InputTopics inputs, Outage outage) throws Exception {
        Optional<Set<String>> existing =
                new Retry(Backoff.STANDARD, stop).call(outage, KafkaFailures::passes, () -> topicNames(admin));
        if (existing.isEmpty()) {
            return false;
        }
        Set<String> missing = inputs.missing(existing.get());
        if (!missing.isEmpty() && settings.untilEnd()) {
            throw new ServiceException("--topics: " + String.join(", ", missing)
                    + " must exist for --until-end: it does not, or this user may not see it");
        }
        if (!missing.isEmpty()) {
            log.warn("Topics do not exist, or this user may not see them; waiting for them: topics={}", missing);
        }
        return true;
    }

    /** Before the first partition is there, which need not come soon; false if the stop was requested meanwhile. */
    private boolean openStore(Outage outage) throws Exception {
        return new Retry(Backoff.STANDARD, stop)
                .call(outage, failure -> failure instanceof StoreUnavailableException, store::open)
                .isPresent();
    }

    /** False if the stop was requested meanwhile. */
    private boolean checkRegistry(Optional<Outage> outage) throws Exception {
        return outage.isEmpty()
                || new Retry(Backoff.STANDARD, stop)
                        .call(outage.get(), failure -> failure instanceof IOException, () -> {
                            settings.registry().orElseThrow().check();
                            return true;
                        })
                        .isPresent();
    }

    private FormatAids aids() {
        return new FormatAids(new FoundFrames(log::info), settings.registry().map(known -> known));
    }

    /** Makes the topics that this service writes to; false if the stop was requested meanwhile. */
    private boolean makeTopics(Admin admin, Outage outage) throws Exception {
        List<String> names = new ArrayList<>();
        settings.alertsTopic().ifPresent(names::add);
        names.add(settings.deadLetterTopic());
        TopicSetup setup = new TopicSetup(admin);
        Retry retry = new Retry(Backoff.STANDARD, stop);
        for (String name : names) {
            if (retry.call(outage, KafkaFailures::passes, () -> ensure(setup, name))
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean ensure(TopicSetup setup, String name) throws InterruptedException {
        if (!setup.exists(name)) {
            setup.ensure(new TopicSpec(
                    name,
                    settings.newTopicPartitions(),
                    settings.replication(),
                    settings.minInsyncReplicas(),
                    Map.of()));
        }
        return true;
    }

    private static Set<String> topicNames(Admin admin) throws InterruptedException {
        try {
            // The client's own limit: its timeout is retriable, the one of a Future.get is not.
            return admin.listTopics(new ListTopicsOptions().timeoutMs((int) API_TIMEOUT.toMillis()))
                    .names()
                    .get();
        } catch (ExecutionException e) {
            throw KafkaFailures.unwrapped(e);
        }
    }
}
