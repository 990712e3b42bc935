package io.millrace.producer.cli;

import io.millrace.producer.kafka.IdempotentSender;
import io.millrace.producer.kafka.KafkaTopics;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.simulate.Simulation;
import io.millrace.producer.simulate.Timeline;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Outage;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one simulation into one topic at its pace. */
final class SimulationRun {
    private static final Logger log = LoggerFactory.getLogger(SimulationRun.class);
    /** Less than what a stop may take as a whole. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final String command;
    private final ShutdownSignal signal;
    private final KafkaSettings kafka;
    private final TopicOptions topics;
    private final SimulationOptions options;
    private final HttpOptions http;

    SimulationRun(
            String command,
            ShutdownSignal signal,
            KafkaSettings kafka,
            TopicOptions topics,
            SimulationOptions options,
            HttpOptions http) {
        this.command = command;
        this.signal = signal;
        this.kafka = kafka;
        this.topics = topics;
        this.options = options;
        this.http = http;
    }

    /** Runs to the count, the time or the stop that ends it; everything made is acknowledged then. */
    void run(String topic, Duration interval, Timeline timeline, Simulation simulation) throws InterruptedException {
        Tally tally = new Tally();
        try (Observability observability = new Observability(ProducerDefaults.SERVICE, command)) {
            observability.carries("source:" + command, "topic:" + topic);
            observability.serve(http);
            Outage outage =
                    new Outage("Kafka at " + kafka.bootstrapServers(), observability.health(), log, Clock.systemUTC());
            log.info(
                    "Starting: command={} topic={} interval_ms={} kafka={}",
                    command,
                    topic,
                    interval.toMillis(),
                    kafka);
            if (topicIsThere(topic, outage)) {
                try (IdempotentSender sender = new IdempotentSender(
                        kafka, topic, outage, signal::isRequested, tally.counting(observability.registry(), topic))) {
                    tally.deliveryStarts();
                    new Pace(options, interval, timeline, signal).play(simulation, sender::send);
                    sender.drain(DRAIN);
                }
            }
        } finally {
            tally.write(options.report(), command, command, topic);
        }
    }

    private boolean topicIsThere(String topic, Outage outage) throws InterruptedException {
        try (KafkaTopics made = new KafkaTopics(kafka, outage, signal)) {
            return made.ensure(topics.records(topic));
        }
    }
}
