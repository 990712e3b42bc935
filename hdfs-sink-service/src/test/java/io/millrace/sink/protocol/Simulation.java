package io.millrace.sink.protocol;

import io.millrace.formats.Tombstones;
import io.millrace.record.PartitionId;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimRecord;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.RollRules;
import io.millrace.stream.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Several sinks over a simulated HDFS and Kafka, where one seed decides everything: settings, records, who runs between
 * which two calls, rebalances, pauses, crashes, failing calls and the clock. The same seed gives the same run.
 */
final class Simulation {
    private static final int ACTIONS = 120;
    /** How many actions a renamed root is away. */
    private static final int AWAY = 25;

    /** What somebody outside does to the world, in half of all runs. */
    private enum Change {
        NONE,
        TOPIC_MADE_ANEW,
        ROOT_RENAMED
    }

    private static final int MOST_SINKS = 6;

    /** Nothing is there; or a claim is, by one who did not know yet, and the group knows better. */
    private static final String WITHOUT_ITS_ROOT =
            "(?s).* (is (gone|empty), |ends with record \\d+ \\(offset 0\\), but the group was told ).*";

    private final long seed;
    private final Random random;
    /** Decides when a broker lags; by itself, so that the other decisions are those of a world in which none does. */
    private final Random lag;

    /** Makes records tombstones, by itself for the same reason. */
    private final Random tombs;

    private final Optional<Tombstones> tombstones;
    private final SimWorld world;
    private final List<PartitionId> partitions = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final double switching;
    private final double failing;
    private final Change change;
    private final int changeAt;
    /** Set once the change has come. */
    private boolean changed;

    /** Records of the old topic, once there is a new one. */
    private List<SimRecord> old = List.of();

    /** A sink in its own thread. */
    private final class Process {
        private final SimSink sink;
        private final SimThread thread;
        private boolean stopping;

        Process() {
            sink = world.sink(this::next, Optional.empty());
            thread = new SimThread("sink", this::live);
        }

        private Fault next(String call) {
            if (random.nextDouble() < switching) {
                thread.pause();
            }
            if (random.nextDouble() < failing) {
                Fault[] faults = {Fault.FAIL_BEFORE, Fault.FAIL_AFTER, Fault.FALSE_BEFORE, Fault.FALSE_AFTER};
                return faults[random.nextInt(faults.length)];
            }
            return Fault.NONE;
        }

        private void live() {
            try {
                sink.runUntil(() -> {
                    if (random.nextInt(4) == 0) {
                        thread.pause();
                    }
                    return stopping;
                });
            } catch (DamagedLogException wrong) {
                if (change != Change.ROOT_RENAMED || !wrong.getMessage().matches(WITHOUT_ITS_ROOT)) {
                    throw wrong;
                }
            } catch (StoppedException | SimulatedCrash expected) {
                return;
            }
        }

        boolean isAlive() {
            return !thread.isFinished();
        }

        void kill() {
            sink.calls.kill();
            thread.resume();
        }
    }

    /** @param tombstones what becomes of them; empty if there are none */
    Simulation(long seed, Optional<Tombstones> tombstones) {
        this.seed = seed;
        this.random = new Random(seed);
        this.lag = new Random(~seed);
        this.tombs = new Random(seed + 1);
        this.tombstones = tombstones;
        this.switching = random.nextDouble() * 0.15;
        this.failing = random.nextBoolean() ? 0 : random.nextDouble() * 0.05;
        this.change = random.nextBoolean() ? Change.NONE : Change.values()[1 + random.nextInt(2)];
        this.changeAt = random.nextInt(ACTIONS - AWAY);
        this.world = new SimWorld(settings());
        tombstones.ifPresent(all -> world.tombstones = all);
        int count = 1 + random.nextInt(3);
        world.kafka.createTopic("t", count, "id-1");
        for (int i = 0; i < count; i++) {
            partitions.add(new PartitionId("t", i));
        }
    }

    private SimSettings settings() {
        RollRules rules = new RollRules(
                1 + random.nextInt(7),
                random.nextBoolean() ? Long.MAX_VALUE : 30 + random.nextInt(200),
                random.nextBoolean() ? 60_000 : 50,
                random.nextBoolean() ? Long.MAX_VALUE : 20,
                random.nextBoolean(),
                1 + random.nextInt(6));
        long rowsPerFile = random.nextInt(4) == 0 ? 1 : Long.MAX_VALUE;
        return new SimSettings(
                () -> new SimFormat(rowsPerFile, tombstones.orElse(Tombstones.DEAD_LETTER)),
                rules,
                random.nextBoolean() ? BadRecords.DEAD_LETTER : BadRecords.SKIP,
                2 + random.nextInt(4),
                1 + random.nextInt(4),
                20 + random.nextInt(300),
                1 + random.nextInt(6));
    }

    /** Runs it; throws with the seed if anything is not exact. */
    void run() {
        try {
            start();
            for (int i = 0; i < ACTIONS; i++) {
                if (i >= changeAt && !changed && change != Change.NONE && allPartitionsAreKnown()) {
                    changed = true;
                    change();
                }
                act();
            }
            if (changed && change == Change.TOPIC_MADE_ANEW) {
                endOfTheOldTopic();
            } else {
                end();
                checkDeadLetters(Exactness.check(world, "seed " + seed));
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "simulation failed; replay with -Dsimulation.seed=" + seed + " -Dsimulation.count=1", e);
        } finally {
            processes.forEach(Process::kill);
        }
    }

    private void start() {
        for (int i = 0; i < 5; i++) {
            produce();
        }
        Process first = new Process();
        processes.add(first);
        first.sink.takeAll();
    }

    /** Something of each partition is stored, and the group was told: only then can anybody know that it is the same one. */
    private boolean allPartitionsAreKnown() {
        return partitions.stream()
                .allMatch(partition -> world.kafka.groupOffsets().getOrDefault(partition, 0L) > 0);
    }

    private void change() {
        if (change == Change.TOPIC_MADE_ANEW) {
            old = world.kafka.records();
            world.kafka.createTopic("t", partitions.size(), "id-2");
            partitions.forEach(this::produceAnew);
            return;
        }
        world.disk.move(SimWorld.ROOT, "/elsewhere");
        for (int i = 0; i < AWAY; i++) {
            act();
        }
        // What was under way may have made folders, or a claim, which stores nothing.
        if (!world.disk.files(SimWorld.ROOT, "").stream().allMatch(path -> Aftermath.storesNothing(world, path))) {
            throw new AssertionError("somebody began anew where the root was\n" + world.disk);
        }
        world.disk.delete(SimWorld.ROOT);
        world.disk.move("/elsewhere", SimWorld.ROOT);
    }

    private void produceAnew(PartitionId partition) {
        for (int i = random.nextInt(60); i > 0; i--) {
            world.kafka.produce(partition, "new");
        }
    }

    /** Nothing of the new topic is stored, nothing of the old one twice, and whoever comes next is told why. */
    private void endOfTheOldTopic() {
        letGo();
        SimSink next = world.sink(call -> Fault.NONE, Optional.of(world.kafka.ends()));
        next.takeAll();
        Optional<Throwable> end = next.runWhateverHappens();
        if (end.isEmpty() || !end.get().getMessage().contains("was deleted and created again")) {
            throw new AssertionError("the next sink ended with " + end);
        }
        Aftermath.checkOldTopic(world, old);
    }

    private void act() {
        // A log that begins may hear the same wrong id twice, if owners take turns: that one it would keep.
        if (lag.nextInt(40) == 0 && allPartitionsAreKnown()) {
            world.kafka.lagging = 1;
        }
        int what = random.nextInt(100);
        if (what < 60) {
            any().ifPresent(this::run);
        } else if (what < 75) {
            produce();
        } else if (what < 82) {
            any().ifPresent(to -> world.group.move(partition(), to.sink.source));
        } else if (what < 86) {
            any().ifPresent(member -> any().ifPresent(to -> world.group.expire(member.sink.source, to.sink.source)));
        } else if (what < 90) {
            any().ifPresent(member -> {
                member.kill();
                any().ifPresent(to -> partitions.forEach(p -> world.group.move(p, to.sink.source)));
            });
        } else if (what < 92) {
            any().ifPresent(member -> world.group.abandon(member.sink.source));
            any().ifPresent(to -> world.group.move(partition(), to.sink.source));
        } else if (what < 97) {
            startAnother();
        } else if (what < 98) {
            any().ifPresent(member -> member.stopping = true);
        } else if (random.nextInt(4) == 0) {
            // Somebody sets the time of day.
            world.clock.set(world.clock.millis() + random.nextInt(7_200_000) - 3_600_000);
        } else {
            // From moments to minutes: owners that are paused meanwhile sleep through them.
            world.clock.advance(random.nextInt(random.nextBoolean() ? 70_000 : 600_000));
        }
    }

    private void run(Process process) {
        int turns = 1 + random.nextInt(4);
        for (int i = 0; i < turns && process.isAlive(); i++) {
            process.thread.resume();
            if (process.thread.failure() != null) {
                throw new AssertionError("a sink ended in an unexpected way", process.thread.failure());
            }
        }
    }

    private void startAnother() {
        if (processes.size() < MOST_SINKS) {
            Process process = new Process();
            processes.add(process);
            world.group.move(partition(), process.sink.source);
        }
    }

    private PartitionId partition() {
        return partitions.get(random.nextInt(partitions.size()));
    }

    private Optional<Process> any() {
        List<Process> alive = processes.stream().filter(Process::isAlive).toList();
        return alive.isEmpty() ? Optional.empty() : Optional.of(alive.get(random.nextInt(alive.size())));
    }

    private void produce() {
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            PartitionId partition = partition();
            int kind = random.nextInt(20);
            if (changed && change == Change.TOPIC_MADE_ANEW) {
                world.kafka.produce(partition, "new");
            } else if (kind == 0) {
                world.kafka.marker(partition);
            } else if (kind == 1) {
                world.kafka.produce(partition, "bad");
            } else {
                String text = "f=" + random.nextInt(3) + "|" + random.nextInt(4);
                int tomb = tombstones.isPresent() ? tombs.nextInt(16) : Integer.MAX_VALUE;
                world.kafka.produce(partition, tomb == 0 ? null : tomb == 1 ? "deleted" : text);
            }
        }
    }

    /** Some sinks die, some stop in order, some go on in the belief that they own everything; a new one stores the rest. */
    private void end() {
        letGo();
        world.storeEverything();
        for (Process process : processes) {
            if (process.isAlive()) {
                run(process);
            }
        }
        // Those that went on may have begun takeovers of their own: the last word is a new owner's.
        processes.stream().filter(Process::isAlive).forEach(Process::kill);
        world.storeEverything();
    }

    private void letGo() {
        world.kafka.lagging = 0;
        for (Process process : processes) {
            int fate = random.nextInt(3);
            if (fate == 0 && process.isAlive()) {
                process.kill();
            } else if (fate == 1) {
                process.stopping = true;
                while (process.isAlive()) {
                    run(process);
                }
            } else {
                world.group.abandon(process.sink.source);
            }
        }
    }

    private void checkDeadLetters(AuditReport audit) {
        long bad = world.kafka.records().stream().filter(world::isBad).count();
        long counted = audit.totals().deadLetters() + audit.totals().skipped();
        if (bad != counted) {
            throw new AssertionError(bad + " bad records, but " + counted + " in the commit records");
        }
        if (world.settings.badRecords() == BadRecords.DEAD_LETTER) {
            long kept = world.kafka.deadLetters().stream().distinct().count();
            if (kept != bad) {
                throw new AssertionError(bad + " bad records, but " + kept + " dead letters");
            }
        }
    }
}
