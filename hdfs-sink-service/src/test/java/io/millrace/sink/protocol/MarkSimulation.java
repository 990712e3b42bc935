package io.millrace.sink.protocol;

import io.millrace.sink.done.Marker;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Sinks and markers over one simulated HDFS, where one seed decides who runs between which two calls, which calls fail, who is killed
 * and when, how late records are, and when Kafka says where topics end.
 */
final class MarkSimulation {
    private static final int ACTIONS = 90;

    private final long seed;
    private final Random random;
    private final Marks marks;
    private final List<Process> processes = new ArrayList<>();
    private final double switching;
    private final double failing;

    MarkSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.switching = random.nextDouble() * 0.2;
        this.failing = random.nextBoolean() ? 0 : random.nextDouble() * 0.05;
        this.marks = new Marks(1 + random.nextInt(3));
        marks.kafkaAnswers = random.nextInt(4) != 0;
    }

    /** A process in its own thread. */
    private final class Process {
        final Calls calls;
        final SimThread thread;
        private boolean stopping;

        Process(boolean isSink) {
            if (isSink) {
                SimSink sink = marks.world.sink(marks.watched(this::next), Optional.empty());
                sink.takeAll();
                calls = sink.calls;
                thread = new SimThread("sink", () -> live(() -> sink.runUntil(this::goesOn)));
            } else {
                calls = new Calls(this::next);
                Marker marker = marks.marker(calls, 1 + random.nextInt(8));
                thread = new SimThread("marker", () -> live(() -> mark(marker)));
            }
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

        private void live(Runnable work) {
            try {
                work.run();
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

        private void mark(Marker marker) {
            while (!goesOn()) {
                try {
                    marker.step();
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

    void run() {
        try {
            for (int i = 0; i < ACTIONS; i++) {
                act();
            }
            processes.forEach(Process::kill);
            marks.kafkaAnswers = true;
            marks.store();
            marks.finish();
            marks.checkEnd("seed " + seed);
            Exactness.check(marks.world, "seed " + seed);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + "\n" + marks.world.disk, e);
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
                    processes.add(new Process(random.nextInt(3) == 0));
                }
            }
            case 4 -> {
                if (!processes.isEmpty() && random.nextInt(3) == 0) {
                    processes.get(random.nextInt(processes.size())).kill();
                } else {
                    marks.kafkaAnswers = random.nextInt(4) != 0;
                }
            }
            default -> {
                if (!processes.isEmpty()) {
                    processes.get(random.nextInt(processes.size())).thread.resume();
                }
            }
        }
    }

    /** Most in time, some late, some of a clock that is ahead. */
    private void produce() {
        int partitions = marks.world.kafka.partitions().size();
        for (int i = random.nextInt(4); i >= 0; i--) {
            marks.world.clock.advance(random.nextInt(20) * 60_000L);
            long behind = random.nextInt((int) Marks.LATENESS.toMillis() * (random.nextInt(8) == 0 ? 12 : 1));
            long ahead = random.nextInt(12) == 0 ? random.nextInt(8) * 3_600_000L : 0;
            marks.produce(
                    random.nextInt(partitions), marks.world.clock.millis() - behind + ahead, "f=" + random.nextInt(2));
        }
    }
}
