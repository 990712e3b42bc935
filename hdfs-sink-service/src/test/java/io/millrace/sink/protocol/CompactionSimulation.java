package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Sinks, compactions and expiry over one simulated HDFS, where one seed decides who runs between which two calls, which calls fail, and
 * who is killed and when.
 */
final class CompactionSimulation {
    private static final int ACTIONS = 120;

    private final long seed;
    private final Random random;
    private final SimWorld world;
    private final List<Process> processes = new ArrayList<>();
    private final double switching;
    private final double failing;
    private final boolean expiring;

    CompactionSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.switching = random.nextDouble() * 0.2;
        this.failing = random.nextBoolean() ? 0 : random.nextDouble() * 0.05;
        this.expiring = random.nextInt(3) == 0;
        this.world = new SimWorld(SimSettings.small()
                .withFormat(() -> new SimFormat(1 + random.nextInt(3)))
                .withRules(SimWorld.rolling(1 + random.nextInt(3))));
        world.kafka.createTopic("t", 1 + random.nextInt(2), "id-1");
    }

    private enum Work {
        SINK,
        COMPACTION,
        EXPIRY
    }

    /** A process in its own thread. */
    private final class Process {
        final Calls calls;
        final SimThread thread;

        Process(Work work) {
            SimSink[] made = new SimSink[1];
            if (work == Work.SINK) {
                made[0] = world.sink(this::next, Optional.empty());
                made[0].takeAll();
            }
            calls = work == Work.SINK ? made[0].calls : new Calls(this::next);
            thread = new SimThread(work.toString(), () -> live(work, made[0]));
        }

        private Fault next(String call) {
            if (random.nextDouble() < switching) {
                thread.pause();
            }
            if (random.nextDouble() < failing) {
                return random.nextBoolean() ? Fault.FAIL_BEFORE : Fault.FAIL_AFTER;
            }
            return Fault.NONE;
        }

        private void live(Work work, SimSink sink) {
            try {
                if (work == Work.SINK) {
                    sink.runUntil(this::pauses);
                }
                while (!pauses()) {
                    upkeep(work);
                }
            } catch (StoppedException | SimulatedCrash expected) {
                return;
            }
        }

        private boolean pauses() {
            if (random.nextInt(4) == 0) {
                thread.pause();
            }
            return false;
        }

        /** Again and again, as a job that a scheduler starts. */
        private void upkeep(Work work) {
            try {
                if (work == Work.EXPIRY) {
                    Compactions.expire(world, Expiries.before(random.nextInt(25)), calls);
                } else {
                    Compactions.run(world, calls);
                }
            } catch (IOException again) {
                thread.pause();
            }
        }

        void kill() {
            calls.kill();
            thread.resume();
        }
    }

    /** Returns how many files have become large ones. */
    long run() {
        try {
            for (int i = 0; i < ACTIONS; i++) {
                act();
            }
            return end();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + "\n" + world.disk, e);
        } finally {
            processes.forEach(Process::kill);
        }
    }

    private void act() {
        processes.removeIf(process -> {
            if (process.thread.isFinished() && process.thread.failure() != null) {
                throw new AssertionError("seed " + seed, process.thread.failure());
            }
            return process.thread.isFinished();
        });
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> produce();
            case 3 -> {
                if (processes.size() < 5) {
                    processes.add(new Process(
                            random.nextInt(2) == 0
                                    ? Work.SINK
                                    : expiring && random.nextBoolean() ? Work.EXPIRY : Work.COMPACTION));
                }
            }
            case 4 -> {
                if (!processes.isEmpty() && random.nextInt(3) == 0) {
                    processes.get(random.nextInt(processes.size())).kill();
                }
            }
            default -> {
                if (!processes.isEmpty()) {
                    processes.get(random.nextInt(processes.size())).thread.resume();
                }
            }
        }
        noRecordIsVisibleTwice();
    }

    private void noRecordIsVisibleTwice() {
        List<String> stored = Exactness.stored(world, "seed " + seed);
        assertThat(new HashSet<>(stored)).as("seed " + seed).hasSameSizeAs(stored);
    }

    private void produce() {
        List<PartitionId> partitions = List.copyOf(world.kafka.partitions());
        for (int i = random.nextInt(4); i >= 0; i--) {
            world.kafka.produce(
                    partitions.get(random.nextInt(partitions.size())),
                    random.nextInt(6) == 0 ? "bad" : "f=" + random.nextInt(2));
        }
    }

    private long end() {
        processes.forEach(Process::kill);
        world.storeEverything();
        Compactions.finish(world);
        if (!expiring) {
            return Compactions.check(world, "seed " + seed).compacted().files();
        }
        AuditReport report = Compactions.finishExpiry(world, Expiries.before(10), "seed " + seed);
        Compactions.finishExpiry(world, (committed, file) -> true, "seed " + seed);
        assertThat(Compactions.visible(world)).as("seed " + seed).isEmpty();
        return report.compacted().files();
    }
}
