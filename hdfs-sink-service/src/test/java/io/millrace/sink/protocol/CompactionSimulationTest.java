package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Sinks, compactions and expiry at once, by seeds. {@code -Dsimulation.seconds=60} runs longer, {@code -Dsimulation.seed=N
 * -Dsimulation.count=1} runs one seed again.
 */
class CompactionSimulationTest {
    @Test
    void everySeedEndsWithEachRecordVisibleOnce() {
        long seed = Long.getLong("simulation.seed", 1);
        long count = Long.getLong("simulation.count", Long.MAX_VALUE);
        long end = System.nanoTime()
                + Long.getLong("simulation.seconds", Boolean.getBoolean("thorough") ? 15 : 3) * 1_000_000_000L;
        long runs = 0;
        long files = 0;
        while (runs < count && (runs < 50 || System.nanoTime() < end)) {
            files += new CompactionSimulation(seed + runs).run();
            runs++;
        }
        System.out.printf(
                "Simulation of compaction: seeds %d to %d exact, %d files became large ones%n",
                seed, seed + runs - 1, files);
        assertThat(files).isPositive();
    }
}
