package io.millrace.consumer.kafka;

import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.consumer.store.StoreUnavailableException;
import io.millrace.record.PartitionId;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the alerts consumer together, runs it, and takes it apart again. */
public final class AlertsService {

    private static final Logger log = LoggerFactory.getLogger(AlertsService.class);
    private static final Duration API_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LAST_PUBLISHING = Duration.ofSeconds(5);
    private static final Duration LEAVING = Duration.ofSeconds(3);
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
        } catch (KafkaException e) {
            if (KafkaFailures.stays(e)) {
                throw KafkaFailures.ended(settings.kafka().bootstrapServers(), e);
            }
            throw e;
        }
    }

    private void serve() throws Exception {
        Outage databaseOutage = new Outage("the database", observability.health(), log, clock).pending();
        Outage kafkaOutage = new Outage(
                        "Kafka at " + settings.kafka().bootstrapServers(), observability.health(), log, clock)
                .pending();
        Outage publishing = new Outage("publishing to Kafka", observability.health(), log, clock);
        Optional<Admin> connected = new Retry(Backoff.STANDARD, stop)
                .call(
                        kafkaOutage,
                        KafkaFailures::passes,
                        () -> Admin.create(settings.kafka().admin()));
        if (connected.isEmpty()) {
            return;
        }
        Admin admin = connected.get();
        // From the start: it notices brokers that are away sooner than a call that waits for them.
        InputTopics inputs = new InputTopics(settings.topics().keySet(), observability.health());
        KafkaMonitor monitor = new KafkaMonitor(admin, kafkaOutage, metrics, inputs);
        monitor.start();
        try {
            if (!makeTopics(admin, kafkaOutage)
                    || !lookForInputs(admin, inputs, kafkaOutage)
                    || !openStore(databaseOutage)) {
                return;
            }
            TransactionVersion.warning(admin).ifPresent(log::warn);
            OutboxPublisher publisher = new OutboxPublisher(
                    new KafkaTransport(settings.kafka(), settings.group()), publishing, metrics::published);
            KafkaConsumer<byte[], byte[]> consumer = consumer();
            publisher.start();
            Liveness.Pulse pulse = observability.liveness().watch("the loop of alerts", STALLED);
            try {
                loop(consumer, admin, publisher, databaseOutage, kafkaOutage, pulse);
            } finally {
                try {
                    publisher.close();
                    consumer.close(CloseOptions.timeout(LEAVING));
                } finally {
                    pulse.stop();
                }
            }
        } finally {
            monitor.close();
            // Without a limit it would wait for answers from brokers that are gone.
            admin.close(Duration.ZERO);
        }
    }

    private void loop(
            KafkaConsumer<byte[], byte[]> consumer,
            Admin admin,
            OutboxPublisher publisher,
            Outage databaseOutage,
            Outage kafkaOutage,
            Liveness.Pulse pulse)
            throws InterruptedException {
        Ownership ownership = new Ownership(consumer, id -> letGo(publisher, id));
        PartitionClaimer claimer = new PartitionClaimer(settings, consumer, admin, store, publisher, metrics);
        AlertsLoop loop = new AlertsLoop(new AlertsLoop.Parts(
                consumer,
                ownership,
                claimer::claim,
                store,
                publisher,
                metrics,
                rules,
                databaseOutage,
                new Outage("reading from Kafka", observability.health(), log, clock),
                observability.health(),
                stop,
                clock));
        consumer.subscribe(settings.topics().keySet(), ownership);
        loop.run(settings.untilEnd() ? untilEnd(consumer, publisher)::isReached : owned -> false, pulse::beat);
        // Nobody who stops a service wants to wait for brokers that are away.
        loop.finish(kafkaOutage.ongoing() ? Duration.ZERO : LAST_PUBLISHING);
    }

    private UntilEnd untilEnd(KafkaConsumer<byte[], byte[]> consumer, OutboxPublisher publisher) {
        UntilEnd.Outbox outbox = new UntilEnd.Outbox() {
            @Override
            public boolean isPublished() {
                return publisher.isIdle();
            }

            @Override
            public long published() {
                return metrics.publishedInThisRun();
            }
        };
        return new UntilEnd(consumer, outbox, System::nanoTime);
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

    private void letGo(OutboxPublisher publisher, PartitionId id) {
        publisher.release(id);
        metrics.forget(id);
        observability.health().up("partition " + id);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                settings.kafka()
                        .consumer(
                                Map.of(
                                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                        "read_committed",
                                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                        RECORDS_PER_POLL,
                                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                        (int) API_TIMEOUT.toMillis(),
                                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                                        CooperativeStickyAssignor.class.getName()),
                                Map.of(
                                        ConsumerConfig.GROUP_ID_CONFIG,
                                        settings.group(),
                                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                        false,
                                        // A position that does not exist must be an error, not a silent jump.
                                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                        "none")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
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
