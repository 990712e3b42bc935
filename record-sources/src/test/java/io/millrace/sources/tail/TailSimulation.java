package io.millrace.sources.tail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A source over simulated disks, where one seed decides everything: who writes what and how, what is rotated and how, who
 * acts between which two calls, crashes, outages, clocks. The same seed gives the same run.
 */
final class TailSimulation {
    /** Enough for all that is waited for. */
    private static final int LOOKS_AT_THE_END = 30;

    private static final int LOOKS_AFTER_IT = 9;

    private final long seed;
    private final Random random;
    private final SimWorld world;
    private final int style;

    TailSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        long[] granularities = {1, 1, 4, 1000, 2000};
        this.world = new SimWorld(random, granularities[random.nextInt(granularities.length)]);
        this.style = random.nextInt(3);
        int devices = 1 + random.nextInt(2);
        Path archive = Path.of("/archive");
        world.disk.folder(archive, 9);
        if (random.nextBoolean()) {
            world.asked.add(archive);
            world.patterns.add(archive + "/*");
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Path folder = Path.of(random.nextInt(4) == 0 ? "/logs" : "/logs" + i);
            int device = 1 + random.nextInt(devices);
            if (!world.disk.hasFolder(folder)) {
                world.disk.folder(folder, device);
            }
            SimApp app = new SimApp(world, "app" + i, folder, archive);
            world.apps.add(app);
            world.patterns.addAll(app.patterns(style));
        }
    }

    /** Runs it; throws with the seed if anything is not exact. */
    void run() {
        try {
            live();
            List<String> faults = new ArrayList<>(world.lines.faults(world.log.committed(), world.disk));
            if (!faults.isEmpty()) {
                throw new AssertionError(faults.size() + " faults: "
                        + String.join("; ", faults.subList(0, Math.min(5, faults.size()))) + " with " + world.patterns
                        + " " + world.apps);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("simulation failed; replay with -Dtail.simulation.seed=" + seed, e);
        }
    }

    private void live() {
        for (SimApp app : world.apps) {
            app.begin();
        }
        // From its first look on it answers for what comes; what came and went before nobody can know.
        world.frozen = true;
        new SimSource(world, SimSource.Odds.CALM, false).run(12);
        world.frozen = false;
        int lives = 1 + random.nextInt(4);
        for (int i = 0; i < lives; i++) {
            new SimSource(world, odds(), false).run(5 + random.nextInt(60));
            world.log.failNextCommit(io.millrace.sources.delivery.MemoryLog.Failure.NONE);
            down();
        }
        world.apps.forEach(SimApp::finish);
        world.frozen = true;
        new SimSource(world, SimSource.Odds.CALM, false).rest(LOOKS_AT_THE_END);
        new SimSource(world, SimSource.Odds.CALM, false).rest(LOOKS_AFTER_IT);
    }

    private SimSource.Odds odds() {
        int[] open = {2, 8, 256, 256};
        return new SimSource.Odds(
                random.nextDouble() * random.nextDouble() * 0.3,
                1 + random.nextInt(random.nextInt(8) == 0 ? 20 : 3),
                random.nextInt(3) == 0 ? random.nextDouble() * 0.002 : 0,
                random.nextInt(3) == 0 ? random.nextDouble() * 0.01 : 0,
                random.nextInt(4) == 0 ? 300 : 2,
                open[random.nextInt(open.length)]);
    }

    /** Time passes without the source. */
    private void down() {
        int steps = random.nextInt(random.nextBoolean() ? 5 : 120);
        for (int i = 0; i < steps; i++) {
            world.step();
            world.advance(random.nextInt(2000));
        }
        if (random.nextInt(4) == 0) {
            world.stepClock((random.nextInt(7200) - 3600) * 1000L);
        }
    }
}
