package io.millrace.consumer.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.consumer.engine.EventDecoder;
import io.millrace.consumer.engine.EventFormat;
import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.consumer.store.AlertStore;
import io.millrace.formats.FormatAids;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.stream.Clock;
import io.millrace.stream.StreamEvents;
import io.millrace.stream.run.EndsOfAssigned;
import io.millrace.stream.run.OutageBoard;
import io.millrace.stream.run.Outages;
import io.millrace.stream.run.Worker;
import io.millrace.stream.run.WorkerContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.helpers.NOPLogger;

/** One process of the alerts in a simulated world: the loop, the landing and the publisher as they are. */
final class SimAlerts {
    final Health health = new Health();
    final AlertsMetrics metrics = new AlertsMetrics(new SimpleMeterRegistry());
    final EndsOfAssigned ends = new EndsOfAssigned();
    final SimMember member;
    final Worker worker;
    RuleSet rules;
    private final World world;
    private final OutboxPublisher publisher;
    private final LastPublishing last;
    private int rounds;

    /** What several processes share. */
    static final class World {
        final SimTopics topics;
        final SimGroup group = new SimGroup();
        final SimDatabase database = new SimDatabase();
        long millis = 1_000_000;

        World(PartitionId... partitions) {
            topics = new SimTopics(partitions);
        }
    }

    /** @param away true where nobody can say what the next value is */
    SimAlerts(
            World world,
            String name,
            int recordsPerPoll,
            RuleSet rules,
            Supplier<SimFault> faults,
            BooleanSupplier away,
            long seed) {
        this.world = world;
        this.rules = rules;
        this.member = new SimMember(world.topics, world.group, name, recordsPerPoll);
        this.publisher = new OutboxPublisher(
                new SimTransport(world.topics, world.group, faults), outage("publishing"), metrics::published);
        AlertStore store = world.database.connection(faults);
        PartitionClaimer claimer = new PartitionClaimer(
                store,
                metrics,
                reader(away),
                new OutboxComposer(Optional.of("alerts"), "dead"),
                false,
                Duration.ofDays(1));
        OutageBoard database = new OutageBoard(outage("the database"), outage("the registry"));
        Clock time = new Clock() {
            @Override
            public long millis() {
                return world.millis;
            }

            @Override
            public long monotonicMillis() {
                return world.millis;
            }
        };
        Random random = new Random(seed);
        AlertsLanding landing = new AlertsLanding(
                new AlertsLanding.Tools(
                        store,
                        publisher,
                        metrics,
                        () -> this.rules,
                        member::generation,
                        database,
                        health,
                        () -> Duration.ZERO),
                claimer::claim,
                time,
                random);
        this.worker = new Worker(
                new WorkerContext(
                        0,
                        member,
                        landing,
                        new Outages(new OutageBoard(outage("Kafka")), database),
                        Backoff.STANDARD,
                        random,
                        time,
                        StreamEvents.NONE),
                Optional.of(ends));
        this.last =
                new LastPublishing(ends, LastPublishing.Outbox.of(publisher, metrics), () -> world.millis * 1_000_000);
        worker.start();
    }

    private static EventReader reader(BooleanSupplier away) {
        EventDecoder json = EventFormat.JSON.decoder("t", ValueSettings.NONE, FormatAids.none());
        return new EventReader(Map.of("t", record -> {
            if (away.getAsBoolean()) {
                throw new TryLaterException("the registry is away", new IOException());
            }
            return json.decode(record);
        }));
    }

    private Outage outage(String subject) {
        return new Outage(subject, health, NOPLogger.NOP_LOGGER, java.time.Clock.systemUTC());
    }

    /** One round of the loop. */
    void step() {
        worker.step();
        rounds++;
        world.millis += 20;
    }

    /** One transaction of the publisher, if there was a poll that it could be bound to. */
    void publish() {
        if (rounds > 0) {
            publisher.attempt();
        }
    }

    /** True once a bounded run would end. */
    boolean isOver() {
        return last.isOver();
    }

    boolean hasPublishedAll() {
        return publisher.isPublished(publisher.stored());
    }
}
