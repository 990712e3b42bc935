package io.millrace.producer.cli;

import io.millrace.producer.delivery.CommitRule;
import io.millrace.producer.delivery.DeliveryException;
import io.millrace.producer.delivery.PositionedSource;
import io.millrace.producer.delivery.TransactionalPump;
import io.millrace.producer.kafka.KafkaTopics;
import io.millrace.producer.kafka.KafkaTransactionLog;
import io.millrace.producer.kafka.TransactionalTarget;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Liveness;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one source with positions from its start to its end. */
final class SourceRun {
    private static final Logger log = LoggerFactory.getLogger(SourceRun.class);
    /** A database may think about one query for long; a source that stands still for longer than this never goes on. */
    private static final Duration STALLED = Duration.ofMinutes(30);

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

    /** Runs until the source ends or a stop is asked for; the report is written in either case. */
    void run(String topic, PositionedSource source) throws IOException, InterruptedException {
        run(topic, health -> source);
    }

    /** As {@link #run(String, PositionedSource)}, for a source that needs more than Kafka and shows it in the health. */
    void run(String topic, Function<Health, PositionedSource> maker) throws IOException, InterruptedException {
        TransactionalTarget target = new TransactionalTarget(
                delivery.sourceName(command, Host.name(), topic),
                topic,
                delivery.deadLetterTopic(),
                delivery.positionsTopic());
        Tally tally = new Tally();
        try (Observability observability = new Observability("producer-" + command);
                PositionedSource source = maker.apply(observability.health())) {
            observability.serve(http);
            Outage outage =
                    new Outage("Kafka at " + kafka.bootstrapServers(), observability.health(), log, Clock.systemUTC());
            log.info("Starting: source={} topic={} kafka={}", target.source(), topic, kafka);
            try (KafkaTopics made = new KafkaTopics(kafka, outage, signal)) {
                boolean ready = made.ensure(
                        topics.records(topic),
                        KafkaTopics.positions(
                                target.positionsTopic(), topics.replication(), topics.minInsyncReplicas()),
                        KafkaTopics.deadLetters(
                                target.deadLetterTopic(), topics.replication(), topics.minInsyncReplicas()));
                if (ready) {
                    tally.deliveryStarts();
                    Liveness.Pulse pulse = observability.liveness().watch("source " + target.source(), STALLED);
                    try (KafkaTransactionLog transactions = new KafkaTransactionLog(
                            target,
                            kafka,
                            made.admin(),
                            Host.name(),
                            tally.counting(observability.registry(), topic))) {
                        pump(source, transactions, outage, pulse);
                    } finally {
                        pulse.stop();
                    }
                }
            }
        } catch (DeliveryException e) {
            throw new ServiceException(e.getMessage(), e);
        } finally {
            tally.write(delivery.report(), command, target.source(), topic);
        }
    }

    private void pump(PositionedSource source, KafkaTransactionLog transactions, Outage outage, Liveness.Pulse pulse)
            throws IOException, InterruptedException {
        CommitRule rule = new CommitRule(delivery.commitRecords(), delivery.commitInterval());
        new TransactionalPump(source, transactions, rule, System::nanoTime, new OutageWaiting(outage)).run(() -> {
            pulse.beat();
            return signal.isRequested();
        });
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
