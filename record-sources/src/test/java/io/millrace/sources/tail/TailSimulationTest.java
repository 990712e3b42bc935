package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random worlds, a fixed number of them, more with {@code -Pthorough} and as many as {@code -Dtail.simulation.count=N} asks for;
 * {@code -Dtail.simulation.from=N} begins at another seed, {@code -Dtail.simulation.seed=N} runs one again, with {@code
 * -Dtail.simulation.trace=true} and {@code -Dtail.log=DEBUG} telling what happens in it.
 */
class TailSimulationTest {
    private static final long SEEDS = 300;
    private static final long THOROUGH_SEEDS = 2_000;
    private static final int MOST_SHOWN = 10;

    @Test
    void everySeedEndsExact() throws InterruptedException {
        Long one = Long.getLong("tail.simulation.seed");
        if (one != null) {
            new TailSimulation(one).run();
            return;
        }
        noneFails(Long.getLong("tail.simulation.from", 1), Long.getLong("tail.simulation.count", SEEDS));
    }

    /** Each was wrong once, in the kinds that decision 0057 lists. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                1957, 2123, 3189, 3335, 6326, 6373, 6684, 7120, 7480, 7889, 8327, 10_103, 11_440, 13_499, 16_009,
                17_856, 18_406, 18_704, 43_284, 44_227, 100_364, 100_566, 101_099, 104_784, 126_729, 127_771, 146_524,
                152_642, 157_611, 159_204, 167_255, 167_591, 174_284, 217_207, 218_463, 229_678, 230_563, 232_381,
                233_493, 243_080, 253_602, 261_623, 262_523, 265_911, 276_508, 284_413, 284_994, 286_160, 288_440,
                288_778, 307_598, 336_084, 355_261, 370_092, 381_468, 402_345, 402_475, 409_743, 419_292, 431_532,
                438_955, 447_434, 447_952, 30_494, 40_632, 56_063, 98_370, 109_029, 114_650, 204_410, 274_163
            })
    void seedsThatFailedOnceEndExact(long seed) {
        new TailSimulation(seed).run();
    }

    @Test
    @Tag("thorough")
    void manyMoreSeedsEndExact() throws InterruptedException {
        noneFails(SEEDS + 1, THOROUGH_SEEDS);
    }

    private static void noneFails(long first, long count) throws InterruptedException {
        Map<Long, Throwable> failed = run(first, count);
        assertThat(shown(failed))
                .as("%d seeds failed: %s", failed.size(), failed.keySet())
                .isEmpty();
    }

    @Test
    void aSeedThatNeverEndsFailsWithItsNumber() {
        CountDownLatch never = new CountDownLatch(1);
        TailSeeds seeds = new TailSeeds(2, 50_000_000, seed -> {
            if (seed == 7) {
                await(never);
            }
        });

        assertThatThrownBy(() -> seeds.run(1, 20))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 7 does not end");
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<Long, Throwable> run(long first, long count) throws InterruptedException {
        long started = System.nanoTime();
        int threads = Runtime.getRuntime().availableProcessors();
        SortedMap<Long, Throwable> failed = new TailSeeds(
                        threads, TailSeeds.LONGEST_NANOS, seed -> new TailSimulation(seed).run())
                .run(first, count);
        double took = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "Simulation of tail: seeds %d to %d, %d failed, %.0f per minute%n",
                first, first + count - 1, failed.size(), count / took * 60);
        return failed;
    }

    private static Map<Long, String> shown(Map<Long, Throwable> failed) {
        Map<Long, String> shown = new TreeMap<>();
        List<Long> firstOnes = failed.keySet().stream().limit(MOST_SHOWN).toList();
        firstOnes.forEach(
                seed -> shown.put(seed, String.valueOf(failed.get(seed).getCause())));
        return shown;
    }
}
