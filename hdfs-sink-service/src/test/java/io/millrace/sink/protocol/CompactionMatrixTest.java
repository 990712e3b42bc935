package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.sink.upkeep.ExpiryRule;
import io.millrace.stream.FencedException;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of a compaction, times every way in which it can go wrong, beside sinks, expiry and another compaction: each record is
 * visible once at any moment, and the audit finds nothing.
 */
class CompactionMatrixTest {
    private static final List<Fault> FAULTS = List.of(
            Fault.CRASH_BEFORE,
            Fault.CRASH_AFTER,
            Fault.FAIL_BEFORE,
            Fault.FAIL_AFTER,
            Fault.FALSE_BEFORE,
            Fault.FALSE_AFTER,
            Fault.REFUSE);
    private static final ExpiryRule OLD = Expiries.before(12);

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.oneFolder(),
                Compactions.manyFolders(),
                Scenario.filePerRecord(),
                Scenario.text(),
                Compactions.gzip());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void eachRecordIsVisibleOnceWhateverHappensAtAnyCall(Scenario scenario) throws IOException {
        SimWorld whole = Compactions.stored(scenario);
        int before = Compactions.visible(whole).size();
        Calls counted = new Calls(Faults.NONE);
        Compactions.run(whole, counted);
        long compacted =
                Compactions.check(whole, scenario.toString()).compacted().files();
        assertThat(compacted).isPositive();
        assertThat(Compactions.visible(whole)).hasSizeLessThan(before);

        long points = Points.each(FAULTS, 1, counted.count(), (fault, n) -> {
            String what = scenario + ": " + fault + " at call " + n;
            SimWorld world = Compactions.stored(scenario);
            long[] count = {0};
            try {
                Compactions.run(world, new Calls(call -> ++count[0] == n ? fault : Fault.NONE));
            } catch (IOException | SimulatedCrash ended) {
                // Started again below.
            }
            Compactions.check(world, what);
            // A sink goes on whatever is half done.
            world.kafka.produce(Scenario.ZERO, "t 0 " + world.kafka.ends().get(Scenario.ZERO));
            world.storeEverything();
            Compactions.check(world, what);
            Compactions.finish(world);
            assertThat(Compactions.check(world, what).compacted().files())
                    .as(what)
                    .isGreaterThanOrEqualTo(compacted);
            Compactions.finishExpiry(world, (committed, file) -> true, what);
            assertThat(Compactions.visible(world)).as(what).isEmpty();
        });
        System.out.printf("Crash matrix of compaction, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(100));
    }

    /** What the last owner may still look for is not touched: he and his successor find it. */
    @ParameterizedTest
    @MethodSource("someScenarios")
    void aSinkGoesOnAfterACompactionAtAnyMomentOfItsFormerOwner(Scenario scenario) {
        long[] calls = {0};
        scenario.world().get().storeEverything(call -> {
            calls[0]++;
            return Fault.NONE;
        });
        long points = Points.each(List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER), 1, calls[0], (fault, n) -> {
            SimWorld world = scenario.world().get();
            String what = scenario + ": sink with " + fault + " at call " + n;
            long[] count = {0};
            SimSink sink = world.sink(call -> ++count[0] == n ? fault : Fault.NONE, Optional.of(world.kafka.ends()));
            sink.takeAll();
            sink.runWhateverHappens();
            Compactions.finish(world);
            world.storeEverything();
            Compactions.check(world, what);
            Compactions.finish(world);
            Compactions.check(world, what);
        });
        System.out.printf("Compaction at any moment of a sink that dies, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(100));
    }

    static Stream<Scenario> someScenarios() {
        return Stream.of(Compactions.manyFolders(), Scenario.filePerRecord(), Scenario.text());
    }

    /** A sink that stands still before any of its calls, while another one stores the rest, and all is compacted. */
    @ParameterizedTest
    @MethodSource("someScenarios")
    void aPausedFormerOwnerDoesNoHarmToWhatWasCompactedMeanwhile(Scenario scenario) {
        long points = 0;
        boolean paused = true;
        for (int pausedAt = 1; paused; pausedAt++) {
            for (boolean another : new boolean[] {false, true}) {
                SimWorld world = scenario.world().get();
                String what = scenario + ": paused before call " + pausedAt + ", another " + another;
                int at = pausedAt;
                SimThread[] thread = new SimThread[1];
                long[] count = {0};
                SimSink former = world.sink(
                        call -> {
                            if (++count[0] == at) {
                                thread[0].pause();
                            }
                            return Fault.NONE;
                        },
                        Optional.of(world.kafka.ends()));
                former.takeAll();
                Optional<Throwable>[] end = holder();
                thread[0] = new SimThread("former", () -> end[0] = former.runWhateverHappens());
                thread[0].resume();
                paused = !thread[0].isFinished();
                if (another) {
                    world.group.abandon(former.source);
                    world.storeEverything();
                }
                Compactions.finish(world);
                thread[0].resume();
                if (another && end[0].isPresent()) {
                    assertThat(end[0].get()).as(what).isInstanceOf(FencedException.class);
                }
                if (thread[0].failure() != null) {
                    throw new AssertionError(what, thread[0].failure());
                }
                world.group.abandon(former.source);
                world.storeEverything();
                Compactions.finish(world);
                Compactions.check(world, what);
                points++;
            }
        }
        System.out.printf("Compaction beside a sink that stands still, %s: %d points%n", scenario, points);
        assertThat(points).isGreaterThanOrEqualTo(Points.atLeast(100));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Optional<Throwable>[] holder() {
        return new Optional[1];
    }

    private enum Other {
        COMPACTION,
        EXPIRY,
        /** The one that is paused lets files go, the other one compacts. */
        COMPACTION_OF_EXPIRING
    }

    /** The first is paused before any of its calls, for as long as the second takes to come to any of its own. */
    @Test
    void twoAtOnceDoEachThingOnceAtPairsOfPoints() {
        for (Other other : Other.values()) {
            // With expiry it would be twice as many.
            int step = other == Other.COMPACTION ? 1 : 2;
            long pairs = Points.pairs(1, step, (pausedAt, resumedAt) -> two(pausedAt, resumedAt, other));
            System.out.printf("Compaction and another one (%s): %d pairs of points%n", other, pairs);
            assertThat(pairs).isGreaterThan(Points.atLeast(500));
        }
    }

    private static Points.Pair two(int pausedAt, int resumedAt, Other other) {
        SimWorld world = Compactions.stored(Scenario.filePerRecord());
        String what =
                other + ": paused before call " + pausedAt + ", resumed before call " + resumedAt + " of the other";
        SimThread[] thread = new SimThread[1];
        long[] firsts = {0};
        Calls firstCalls = new Calls(call -> {
            if (++firsts[0] == pausedAt) {
                thread[0].pause();
            }
            return Fault.NONE;
        });
        boolean expiresFirst = other == Other.COMPACTION_OF_EXPIRING;
        thread[0] = new SimThread("first", () -> runOrGiveUp(world, expiresFirst, firstCalls));
        thread[0].resume();
        boolean paused = !thread[0].isFinished();
        long[] seconds = {0};
        boolean[] resumed = {false};
        runOrGiveUp(world, other == Other.EXPIRY, new Calls(call -> {
            if (++seconds[0] == resumedAt) {
                resumed[0] = true;
                thread[0].resume();
            }
            return Fault.NONE;
        }));
        thread[0].resume();
        if (thread[0].failure() != null) {
            throw new AssertionError(what, thread[0].failure());
        }
        if (other == Other.COMPACTION) {
            Compactions.check(world, what);
        }
        Compactions.finish(world);
        if (other == Other.COMPACTION) {
            Compactions.check(world, what);
        }
        Compactions.finishExpiry(world, OLD, what);
        Compactions.finishExpiry(world, (committed, file) -> true, what);
        assertThat(Compactions.visible(world)).as(what).isEmpty();
        return new Points.Pair(paused, resumed[0]);
    }

    /** Two that write may be in each other's way: the command ends then, and its next run goes on. */
    private static void runOrGiveUp(SimWorld world, boolean expires, Calls calls) {
        try {
            if (expires) {
                Compactions.expire(world, Expiries.before(5), calls);
            } else {
                Compactions.run(world, calls);
            }
        } catch (IOException | StoppedException again) {
            // Done again by whoever checks.
        }
    }
}
