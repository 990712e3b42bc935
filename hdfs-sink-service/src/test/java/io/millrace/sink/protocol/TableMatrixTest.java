package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimTable;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.sink.table.Projector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call that a projector makes to file system and catalog, times every way in which it can go wrong, and every pair of
 * points of two projectors: afterwards the table holds every file of the logs, once.
 */
class TableMatrixTest {
    private static final List<Fault> FAULTS =
            List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.FAIL_BEFORE, Fault.FAIL_AFTER);

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.oneFolder(), Scenario.manyFolders(), Scenario.filePerRecord(), Scenario.waitingRows());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theTableHoldsEachFileOnceWhateverHappensAtAnyCall(Scenario scenario) {
        Calls counted = new Calls(Faults.NONE);
        SimWorld stored = stored(scenario);
        SimTable whole = new SimTable();
        Projections.run(Projections.projector(stored, whole, counted, 3));
        Projections.check(stored, whole, scenario + " without faults");
        assertThat(whole.commits()).isGreaterThan(1);

        long points = Points.each(FAULTS, 1, counted.count(), (fault, n) -> {
            SimWorld world = stored(scenario);
            SimTable table = new SimTable();
            String what = scenario + ": " + fault + " at call " + n;
            long[] count = {0};
            Calls calls = new Calls(call -> ++count[0] == n ? fault : Fault.NONE);
            try {
                Projections.run(Projections.projector(world, table, calls, 3));
                // A call that fails by itself has no moment after it to crash at.
                Projections.check(world, table, what + ", by itself");
            } catch (SimulatedCrash crash) {
                assertThat(fault).as(what).isIn(Fault.CRASH_BEFORE, Fault.CRASH_AFTER);
            }
            Projections.finish(world, table);
            Projections.check(world, table, what);
        });
        System.out.printf("Crash matrix of a table, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(100));
    }

    /** The same while the table is made anew. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void aTableIsMadeAnewWhateverHappensAtAnyCall(Scenario scenario) {
        Calls counted = new Calls(Faults.NONE);
        rebuild(stored(scenario), new SimTable(), counted);
        long points = Points.each(FAULTS, 1, counted.count(), (fault, n) -> {
            SimWorld world = stored(scenario);
            SimTable table = new SimTable();
            Projections.finish(world, table);
            long[] count = {0};
            try {
                rebuild(world, table, new Calls(call -> ++count[0] == n ? fault : Fault.NONE));
            } catch (SimulatedCrash crash) {
                // What became of the table is what is looked at.
            }
            Projections.finish(world, table);
            Projections.check(world, table, scenario + ": " + fault + " at call " + n + " of making it anew");
        });
        System.out.printf("Crash matrix of a table made anew, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThan(Points.atLeast(40));
    }

    private static void rebuild(SimWorld world, SimTable table, Calls calls) {
        try {
            Projections.projector(world, table, calls, 3).rebuild();
        } catch (java.io.IOException | io.millrace.sink.table.OvertakenException failed) {
            // As a command that ends with status 1.
        }
    }

    /** A projector that reads while the sink works, at each of the sink's calls: it may be behind, and never wrong. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void aProjectorThatLooksAtAnyMomentOfTheSinkTakesWhatIsInPlaceOnly(Scenario scenario) {
        long[] calls = {0};
        SimWorld counted = scenario.world().get();
        counted.storeEverything(call -> {
            calls[0]++;
            return Fault.NONE;
        });
        long points = Points.each(List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER), 1, calls[0], (fault, n) -> {
            SimWorld world = scenario.world().get();
            SimTable table = new SimTable();
            String what = scenario + ": sink with " + fault + " at call " + n;
            long[] count = {0};
            SimSink sink = world.sink(call -> ++count[0] == n ? fault : Fault.NONE, Optional.of(world.kafka.ends()));
            sink.takeAll();
            sink.runWhateverHappens();
            // The sink is dead in the middle of whatever it did.
            Projections.finish(world, table);
            for (String file : table.files()) {
                assertThat(world.disk.exists(file)).as(what + ": " + file).isTrue();
            }
            world.storeEverything();
            Projections.finish(world, table);
            Projections.check(world, table, what);
        });
        System.out.printf("A table looked for at any moment, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(100));
    }

    private static SimWorld stored(Scenario scenario) {
        SimWorld world = scenario.world().get();
        world.storeEverything();
        return world;
    }

    /** The first is paused before any of its calls, for as long as the second takes to come to any of its own. */
    @Test
    void twoProjectorsAddEachFileOnceAtEveryPairOfPoints() {
        Scenario scenario = Scenario.manyFolders();
        long pairs = Points.pairs((pausedAt, resumedAt) -> run(scenario, pausedAt, resumedAt));
        System.out.printf("Two projectors: %d pairs of points%n", pairs);
        assertThat(pairs).isGreaterThan(Points.atLeast(500));
    }

    private static Points.Pair run(Scenario scenario, int pausedAt, int resumedAt) {
        SimWorld world = stored(scenario);
        SimTable table = new SimTable();
        String what = "paused before call " + pausedAt + ", resumed before call " + resumedAt + " of the other";
        SimThread[] thread = new SimThread[1];
        long[] firsts = {0};
        Projector first = Projections.projector(
                world,
                table,
                new Calls(call -> {
                    if (++firsts[0] == pausedAt) {
                        thread[0].pause();
                    }
                    return Fault.NONE;
                }),
                4);
        thread[0] = new SimThread("first", () -> Projections.run(first));
        thread[0].resume();
        boolean paused = !thread[0].isFinished();
        long[] seconds = {0};
        boolean[] resumed = {false};
        Projections.run(Projections.projector(
                world,
                table,
                new Calls(call -> {
                    if (++seconds[0] == resumedAt) {
                        resumed[0] = true;
                        thread[0].resume();
                    }
                    return Fault.NONE;
                }),
                3));
        thread[0].resume();
        if (thread[0].failure() != null) {
            throw new AssertionError(what, thread[0].failure());
        }
        Projections.check(world, table, what);
        return new Points.Pair(paused, resumed[0]);
    }
}
