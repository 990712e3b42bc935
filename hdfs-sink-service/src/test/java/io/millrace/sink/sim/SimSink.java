package io.millrace.sink.sim;

import io.millrace.formats.TopicFormat;
import io.millrace.record.PartitionId;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.run.PartitionOpener;
import io.millrace.sink.run.SinkLanding;
import io.millrace.sink.write.MemoryBudget;
import io.millrace.sink.write.WriterContext;
import io.millrace.stream.StoppedException;
import io.millrace.stream.run.EndTracker;
import io.millrace.stream.run.OutageBoard;
import io.millrace.stream.run.Outages;
import io.millrace.stream.run.Worker;
import io.millrace.stream.run.WorkerContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.slf4j.helpers.NOPLogger;

/** A sink with one worker in a simulated world. */
public final class SimSink {
    private static final int MOST_STEPS = 2_000;

    public final Calls calls;
    public final SimSource source;
    public final Health health = new Health();
    private final SimWorld world;
    private final Worker worker;
    private final EndTracker ends;

    SimSink(SimWorld world, String owner, Calls calls, Optional<Map<PartitionId, Long>> until) {
        this.world = world;
        this.calls = calls;
        this.ends = until.map(EndTracker::new).orElse(null);
        SimSettings settings = world.settings;
        this.source = new SimSource(world.kafka, world.group, calls, settings.recordsPerPoll());
        SimStore store = new SimStore(world.disk, calls);
        SimDeadLetters deadLetters = new SimDeadLetters(world.kafka, calls);
        MemoryBudget budget = new MemoryBudget(
                settings.maxOpenFiles(),
                settings.maxBufferedBytes(),
                settings.maxBufferedBytes() + 10_000,
                Long.MAX_VALUE,
                0);
        Map<String, WriterContext> contexts = new HashMap<>();
        TopicFormat format = settings.format().get();
        PartitionOpener opener = new PartitionOpener(
                store,
                world.callers,
                world.clock,
                new PartitionOpener.OwnerSettings(SimWorld.ROOT, owner, settings.segmentSize(), world.rules),
                topic -> contexts.computeIfAbsent(
                        topic,
                        name -> new WriterContext(
                                store,
                                format,
                                values -> values.topic() + "-" + values.partition() + "-" + values.startOffset() + "-"
                                        + values.nextOffset() + "." + format.extension(),
                                budget,
                                settings.rules(),
                                settings.badRecords(),
                                world.tombstones,
                                deadLetters,
                                new SimSpillSpace(calls),
                                world.callers,
                                world.events)));
        Outage outage = new Outage("HDFS", health, NOPLogger.NOP_LOGGER, java.time.Clock.systemUTC());
        this.worker = new Worker(
                new WorkerContext(
                        0,
                        source,
                        new SinkLanding(0, opener, budget, world.events),
                        new Outages(new OutageBoard(outage)),
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)),
                        new SplittableRandom(1),
                        world.clock,
                        world.events),
                Optional.ofNullable(ends));
    }

    /** Asks the group for all partitions. */
    public void takeAll() {
        world.kafka.partitions().forEach(partition -> world.group.move(partition, source));
    }

    /** Begins to take part, for a test that decides each step. */
    public void start() {
        worker.start();
    }

    /** One round of the worker. */
    public void step() {
        worker.step();
        world.clock.advance(10);
    }

    /** Stops in order; true if everything was committed. */
    public boolean stop() {
        return worker.stop();
    }

    /** Takes part until this is true, or until something fails; then ends as a real sink ends. */
    public void runUntil(BooleanSupplier stop) {
        worker.run(() -> {
            world.clock.advance(10);
            return stop.getAsBoolean();
        });
    }

    /** True once all up to the ends is committed. */
    public boolean finished() {
        return ends != null && ends.finished();
    }

    /** Runs to the ends and stops in order. */
    public void runToEnd() {
        int[] steps = {0};
        runUntil(() -> {
            if (!finished() && ++steps[0] > MOST_STEPS) {
                throw new AssertionError("no end after " + steps[0] + " steps; remaining " + ends.remaining());
            }
            return finished();
        });
    }

    /** Runs to the ends; a crash or a stop of the sink ends it earlier. Empty if it came to the end. */
    public Optional<Throwable> runWhateverHappens() {
        try {
            runToEnd();
            return Optional.empty();
        } catch (SimulatedCrash | StoppedException end) {
            return Optional.of(end);
        }
    }
}
