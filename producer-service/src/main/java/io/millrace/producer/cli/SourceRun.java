package io.millrace.producer.cli;

import io.millrace.producer.kafka.Delivered;
import io.millrace.producer.kafka.KafkaTopics;
import io.millrace.producer.kafka.KafkaTransactionLog;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.kafka.TransactionalTarget;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicSpec;
import io.millrace.runtime.kafka.TransactionVersion;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.sources.delivery.CommitRule;
import io.millrace.sources.delivery.DeliveryException;
import io.millrace.sources.delivery.PositionedSource;
import io.millrace.sources.delivery.TransactionalPump;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs sources with positions from their start to their end. */
final class SourceRun {
    private static final Logger log = LoggerFactory.getLogger(SourceRun.class);
    private final String command;
    private final ShutdownSignal signal;
    private final KafkaSettings kafka;
    private final TopicOptions topics;
    private final DeliveryOptions delivery;
    private final HttpOptions http;

    SourceRun(
            String command,
            ShutdownSignal signal,
            KafkaSettings kafka,
            TopicOptions topics,
            DeliveryOptions delivery,
            HttpOptions http) {
        this.command = command;
        this.signal = signal;
        this.kafka = kafka;
        this.topics = topics;
        this.delivery = delivery;
        this.http = http;
    }

    /**
     * One source of a run with a topic and positions of its own.
     *
     * @param suffix told apart from others of the run by this, behind the name; empty for the only one
     * @param maker makes the source, which may show its state in health and metrics
     */
    record Part(String topic, String suffix, Function<Observability, PositionedSource> maker) {}

    /** Runs until the source ends or a stop is asked for; the report is written in either case. */
    void run(String topic, PositionedSource source) throws IOException, InterruptedException {
        run(List.of(new Part(topic, "", observability -> source)));
    }

    /** Runs several sources side by side, each in its own transactions; if one fails, the others stop as if asked to. */
    void run(List<Part> parts) throws IOException, InterruptedException {
        List<TransactionalTarget> targets = parts.stream().map(this::target).toList();
        String sources = targets.stream().map(TransactionalTarget::source).collect(Collectors.joining(","));
        Tally tally = new Tally();
        try (Observability observability = new Observability(ProducerDefaults.SERVICE, command);
                Closing closing = new Closing()) {
            List<PositionedSource> made = new ArrayList<>();
            for (Part part : parts) {
                made.add(closing.with(part.maker().apply(observability)));
            }
            targets.forEach(target -> observability.carries("source:" + target.source(), "topic:" + target.topic()));
            observability.serve(http);
            Outage outage =
                    new Outage("Kafka at " + kafka.bootstrapServers(), observability.health(), log, Clock.systemUTC());
            log.info("Starting: source={} topic={} kafka={}", sources, topicNames(targets), kafka);
            try (KafkaTopics topicsInKafka = new KafkaTopics(kafka, outage, signal)) {
                if (topicsInKafka.ensure(specs(targets))) {
                    TransactionVersion.warning(topicsInKafka.admin()).ifPresent(log::warn);
                    tally.deliveryStarts();
                    SideBySide work = new SideBySide();
                    for (int i = 0; i < made.size(); i++) {
                        PositionedSource source = made.get(i);
                        TransactionalTarget target = targets.get(i);
                        Delivered delivered = tally.counting(observability.registry(), target.topic());
                        work.add(
                                target.source(),
                                stop -> watched(
                                        observability,
                                        target,
                                        stop,
                                        seen -> pump(source, target, topicsInKafka.admin(), delivered, outage, seen)));
                    }
                    work.run(signal::isRequested);
                }
            }
        } catch (DeliveryException e) {
            throw new ServiceException(e.getMessage(), e);
        } finally {
            tally.write(delivery.report(), command, sources, topicNames(targets));
        }
    }

    /** Work that asks now and then whether to stop. */
    @FunctionalInterface
    private interface Asking {
        void run(BooleanSupplier stop) throws IOException, InterruptedException;
    }

    private static void watched(
            Observability observability, TransactionalTarget target, BooleanSupplier stop, Asking work)
            throws IOException, InterruptedException {
        try (Watched watched = new Watched(observability.liveness(), target.source(), stop)) {
            work.run(watched::isToStop);
        }
    }

    private TransactionalTarget target(Part part) {
        String name = delivery.sourceName(command, part.topic());
        return new TransactionalTarget(
                name + part.suffix(),
                part.topic(),
                delivery.deadLetterTopic(),
                delivery.positionsTopic(),
                part.suffix().isEmpty() ? null : name);
    }

    private TopicSpec[] specs(List<TransactionalTarget> targets) {
        List<TopicSpec> specs = new ArrayList<>();
        targets.stream().map(TransactionalTarget::topic).distinct().forEach(topic -> specs.add(topics.records(topic)));
        specs.add(KafkaTopics.positions(
                targets.get(0).positionsTopic(), topics.replication(), topics.minInsyncReplicas()));
        specs.add(KafkaTopics.deadLetters(
                targets.get(0).deadLetterTopic(), topics.replication(), topics.minInsyncReplicas()));
        return specs.toArray(TopicSpec[]::new);
    }

    private static String topicNames(List<TransactionalTarget> targets) {
        return targets.stream().map(TransactionalTarget::topic).distinct().collect(Collectors.joining(","));
    }

    /** Closes what was made, last first, also when making the rest fails. */
    private static final class Closing implements AutoCloseable {
        private final Deque<PositionedSource> made = new ArrayDeque<>();

        PositionedSource with(PositionedSource source) {
            made.push(source);
            return source;
        }

        @Override
        public void close() {
            made.forEach(PositionedSource::close);
        }
    }

    private void pump(
            PositionedSource source,
            TransactionalTarget target,
            Admin admin,
            Delivered delivered,
            Outage outage,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        CommitRule rule = new CommitRule(delivery.commitRecords(), delivery.commitInterval());
        try (KafkaTransactionLog transactions = new KafkaTransactionLog(target, kafka, admin, Host.name(), delivered)) {
            new TransactionalPump(source, transactions, rule, System::nanoTime, new OutageWaiting(outage)).run(stop);
        }
    }

    /** Waits between tries with growing pauses. */
    private final class OutageWaiting implements TransactionalPump.Waiting {
        private final Outage outage;

        OutageWaiting(Outage outage) {
            this.outage = outage;
        }

        @Override
        public void failed(DeliveryException.Unavailable failure) throws InterruptedException {
            int tries = outage.failed(failure);
            signal.await(Backoff.STANDARD.pause(tries, ThreadLocalRandom.current()));
        }

        @Override
        public void healed() {
            outage.healed();
        }
    }
}
