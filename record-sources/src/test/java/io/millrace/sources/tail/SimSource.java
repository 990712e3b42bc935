package io.millrace.sources.tail;

import io.millrace.sources.delivery.CommitRule;
import io.millrace.sources.delivery.DeliveryException;
import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.TransactionalPump;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** One life of the source over a simulated world: the real reading code and the real pump. */
final class SimSource {
    /** What goes wrong how often. */
    record Odds(
            double worldMoves, int mostMoves, double crash, double commitFails, int slowestCallMillis, int maxOpen) {
        static final Odds CALM = new Odds(0, 0, 0, 0, 0, 256);
    }

    private static final int MOST_CALLS = 20_000;

    private final SimWorld world;
    private final Random random;
    private final Odds odds;
    private final SimDisk.View view;
    private final TailSource source;
    private long budget;
    private long calls;
    private boolean dead;
    /** Waits of a source at rest that are no longer than the time between two looks; then they are longer. */
    private int shortRests;

    private boolean resting;

    SimSource(SimWorld world, Odds odds, boolean untilEnd) {
        this.world = world;
        this.random = world.random;
        this.odds = odds;
        this.view = world.disk.view(this::before);
        source = new TailSource(
                        new InputFiles(view, world.patterns),
                        settings(odds.maxOpen(), untilEnd),
                        new RecordForm(LineFormat.TEXT, FileMetadata.NONE),
                        world.clock,
                        world::nanos,
                        this::idle,
                        world::nextId)
                .watched(world::heard, world.portion);
    }

    static TailSettings settings(int maxOpen, boolean untilEnd) {
        return settings(maxOpen, untilEnd, false);
    }

    static TailSettings settings(int maxOpen, boolean untilEnd, boolean fromEnd) {
        return new TailSettings(
                Optional.empty(),
                new LongRecords(1_000_000, LongRecords.Treatment.SPLIT),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Optional.empty(),
                untilEnd,
                fromEnd,
                maxOpen,
                Duration.ofDays(7));
    }

    /** Runs for so many looks at a world in which nothing happens, a hundred seconds and more in thirty of them. */
    void rest(int looks) {
        resting = true;
        shortRests = looks / 3;
        run(looks);
    }

    /** Runs for so many waits, or to its end, or until it crashes. */
    void run(int waits) {
        budget = waits;
        world.running = true;
        SimDisk.trace("source starts");
        CommitRule rule = new CommitRule(1 + random.nextInt(200), Duration.ofMillis(100));
        TransactionalPump.Waiting waiting = new TransactionalPump.Waiting() {
            @Override
            public void failed(DeliveryException.Unavailable failure) {
                SimDisk.trace("source waits: " + failure.getMessage());
                budget--;
                world.advance(random.nextInt(3000));
                for (int i = random.nextInt(20); i > 0; i--) {
                    world.step();
                }
            }

            @Override
            public void healed() {}
        };
        try {
            new TransactionalPump(source, world.log, rule, world::nanos, waiting).run(() -> budget <= 0);
            close();
        } catch (SimulatedCrash crash) {
            dead = true;
            SimDisk.trace("source crashes");
        } catch (DeliveryException.Unavailable stoppedMeanwhile) {
            dead = true;
            closeOrCrash();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("the source ended with an error", e);
        } finally {
            SimDisk.trace("source is down" + (dead ? ", what it knew is not committed" : ""));
            view.die();
            world.running = false;
            world.lifeEnds(dead);
        }
    }

    private void closeOrCrash() {
        try {
            close();
        } catch (SimulatedCrash crash) {
            SimDisk.trace("source crashes while it is closed");
        }
    }

    private void close() {
        world.stopping = true;
        try {
            view.ends();
            source.close();
        } finally {
            world.stopping = false;
        }
    }

    boolean isDead() {
        return dead;
    }

    TailSource source() {
        return source;
    }

    private void idle(Duration atMost) {
        view.turn();
        budget--;
        world.advance(resting ? restMillis() : atMost.toMillis());
        move();
    }

    private long restMillis() {
        long interval = settings(odds.maxOpen(), false).scanInterval().toMillis();
        return shortRests-- > 0 ? interval : 5 * interval;
    }

    private void before(String call) {
        SimDisk.trace("    " + call);
        if (view != null && view.openFiles() > odds.maxOpen() + 8) {
            throw new AssertionError(view.openFiles() + " files are open, more than allowed");
        }
        if (world.frozen) {
            return;
        }
        // A world that never pauses must not keep a life going for ever.
        budget -= ++calls % 50 == 0 ? 1 : 0;
        world.advance(odds.slowestCallMillis() == 0 ? 0 : random.nextInt(odds.slowestCallMillis()));
        if (random.nextDouble() < odds.crash()) {
            throw new SimulatedCrash();
        }
        move();
        if (random.nextDouble() < odds.commitFails()) {
            world.log.failNextCommit(
                    random.nextBoolean() ? MemoryLog.Failure.BEFORE_EFFECT : MemoryLog.Failure.AFTER_EFFECT);
        }
    }

    private void move() {
        // A world that writes more than is read in one look must come to rest, or the look never ends.
        if (calls < MOST_CALLS && odds.mostMoves() > 0 && random.nextDouble() < odds.worldMoves()) {
            for (int i = 1 + random.nextInt(odds.mostMoves()); i > 0; i--) {
                world.step();
            }
        }
    }
}
