package io.millrace.producer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Random worlds by the thousand. {@code -Dtail.simulation.seconds=N} runs longer, {@code -Dtail.simulation.seed=N} runs one
 * seed again.
 */
class TailSimulationTest {
    @Test
    void everySeedEndsExact() {
        Long one = Long.getLong("tail.simulation.seed");
        if (one != null) {
            new TailSimulation(one).run();
            return;
        }
        long first = Long.getLong("tail.simulation.from", 1);
        long started = System.nanoTime();
        long end = started + Long.getLong("tail.simulation.seconds", 6) * 1_000_000_000L;
        long seed = first;
        while (seed < first + 50 || System.nanoTime() < end) {
            new TailSimulation(seed).run();
            seed++;
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "Simulation of tail: seeds %d to %d exact, %.0f per minute%n",
                first, seed - 1, (seed - first) / seconds * 60);
        assertThat(seed).isGreaterThan(first);
    }
}
