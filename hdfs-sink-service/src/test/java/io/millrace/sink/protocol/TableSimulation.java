package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimTable;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.Verifier;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Sinks and projectors over one simulated HDFS, where one seed decides who runs between which two calls, which calls fail, who
 * is killed and when, who makes the table anew, who lets old files go, and which files a reader takes away.
 */
final class TableSimulation {
    private static final int ACTIONS = 90;

    private final long seed;
    private final Random random;
    private final SimWorld world;
    private final SimTable table = new SimTable();
    private final List<Process> processes = new ArrayList<>();
    private final double switching;
    private final double failing;
    /** Whether there are processes that let files go. */
    private final boolean expiring;
    /** Visible files that a reader took away. */
    private final Set<String> taken = new HashSet<>();

    TableSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.switching = random.nextDouble() * 0.2;
        this.failing = random.nextBoolean() ? 0 : random.nextDouble() * 0.05;
        this.world = new SimWorld(SimSettings.small()
                .withFormat(() -> new SimFormat(1 + random.nextInt(4)))
                .withRules(SimWorld.rolling(1 + random.nextInt(6))));
        world.kafka.createTopic("t", 1 + random.nextInt(3), "id-1");
        this.expiring = random.nextInt(3) == 0;
    }

    private enum Work {
        SINK,
        PROJECTOR,
        EXPIRY
    }

    /** A process in its own thread. */
    private final class Process {
        final Calls calls;
        final SimThread thread;
        private boolean stopping;

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
                switch (work) {
                    case SINK -> sink.runUntil(this::goesOn);
                    case PROJECTOR -> project(Projections.projector(world, table, calls, 1 + random.nextInt(6)));
                    case EXPIRY -> expire();
                }
            } catch (StoppedException | SimulatedCrash expected) {
                return;
            }
        }

        private boolean goesOn() {
            if (random.nextInt(4) == 0) {
                thread.pause();
            }
            return stopping;
        }

        private void project(Projector projector) {
            while (!goesOn()) {
                try {
                    if (random.nextInt(25) == 0) {
                        projector.rebuild();
                    } else {
                        projector.step();
                    }
                } catch (IOException | OvertakenException again) {
                    thread.pause();
                }
            }
        }

        /** Again and again, as a job that a scheduler starts. */
        private void expire() {
            while (!goesOn()) {
                try {
                    Expiries.run(world, table, Expiries.before(random.nextInt(30)), calls);
                } catch (IOException again) {
                    thread.pause();
                }
            }
        }

        void kill() {
            calls.kill();
            thread.resume();
        }
    }

    void run() throws IOException {
        try {
            for (int i = 0; i < ACTIONS; i++) {
                act();
            }
            end();
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
                            random.nextInt(3) == 0
                                    ? Work.SINK
                                    : expiring && random.nextBoolean() ? Work.EXPIRY : Work.PROJECTOR));
                }
            }
            case 4 -> {
                if (!processes.isEmpty() && random.nextInt(3) == 0) {
                    processes.get(random.nextInt(processes.size())).kill();
                }
            }
            case 5 -> takeAway();
            default -> {
                if (!processes.isEmpty()) {
                    processes.get(random.nextInt(processes.size())).thread.resume();
                }
            }
        }
    }

    private void produce() {
        List<io.millrace.record.PartitionId> partitions = List.copyOf(world.kafka.partitions());
        for (int i = random.nextInt(4); i >= 0; i--) {
            world.kafka.produce(
                    partitions.get(random.nextInt(partitions.size())),
                    random.nextInt(6) == 0 ? "bad" : "f=" + random.nextInt(3));
        }
    }

    /** As a reader's cleaning job does it, seldom: what is in place, whether or not the table has it. */
    private void takeAway() {
        List<String> visible = visible();
        if (!visible.isEmpty() && seed % 4 == 0 && random.nextInt(8) == 0) {
            String path = visible.get(random.nextInt(visible.size()));
            world.disk.delete(path);
            taken.add(path);
        }
    }

    private List<String> visible() {
        return world.disk.files(SimWorld.ROOT, "").stream()
                .filter(path -> !path.contains("/_"))
                .toList();
    }

    private void end() throws IOException {
        processes.forEach(Process::kill);
        world.storeEverything();
        Projections.finish(world, table);
        if (expiring) {
            // What was let go and is not deleted yet.
            Expiries.finish(world, table, Expiries.before(0));
        }
        if (taken.isEmpty() && expiring) {
            Expiries.check(world, "seed " + seed);
        } else if (taken.isEmpty()) {
            Exactness.check(world, "seed " + seed);
        }
        List<String> held = new ArrayList<>(table.files());
        held.removeAll(taken);
        assertThat(held).as("seed " + seed).containsExactlyInAnyOrderElementsOf(visible());
        if (taken.isEmpty()) {
            assertThat(new Verifier(
                                    Projections.logs(world, new Calls(call -> Fault.NONE)),
                                    table.view(new Calls(call -> Fault.NONE)))
                            .verify()
                            .faults())
                    .as("seed " + seed)
                    .isEmpty();
        }
    }
}
