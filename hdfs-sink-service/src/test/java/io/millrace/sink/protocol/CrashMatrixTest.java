package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call that the sink makes to HDFS and Kafka during a run of several commits, times every way in which it can go
 * wrong: afterwards a second process recovers, and the data folders hold exactly what was produced.
 */
class CrashMatrixTest {
    private static final List<Fault> FAULTS = List.of(
            Fault.CRASH_BEFORE,
            Fault.CRASH_AFTER,
            Fault.FAIL_BEFORE,
            Fault.FAIL_AFTER,
            Fault.FALSE_BEFORE,
            Fault.FALSE_AFTER);

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.oneFolder(), Scenario.manyFolders(), Scenario.filePerRecord(), Scenario.waitingRows());
    }

    static Stream<Scenario> scenariosWithRealFormats() {
        return Stream.concat(
                scenarios(),
                Stream.of(
                        Scenario.text(),
                        Scenario.parquet(""),
                        Scenario.parquet("type={type}"),
                        Scenario.growingAvro("", 10),
                        Scenario.growingAvro("f={f}", 1)));
    }

    @ParameterizedTest
    @MethodSource("scenariosWithRealFormats")
    void nothingIsLostOrDoubledWhateverHappensAtAnyCall(Scenario scenario) {
        long calls = callsOfAFaultlessRun(scenario);
        long points = Points.each(FAULTS, 1, calls, (fault, n) -> check(scenario, fault, n));
        System.out.printf(
                "Crash matrix, %s: %d points (%d calls, %d faults)%n", scenario, points, calls, FAULTS.size());
        assertThat(points).isGreaterThan(Points.atLeast(200));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aCrashDuringTheRecoveryFromACrashChangesNothing(Scenario scenario) {
        long calls = callsOfAFaultlessRun(scenario);
        AtomicLong pairs = new AtomicLong();
        // Every seventh first crash times every second one: the pairs that recovery can meet, in a few seconds.
        Points.each(List.of(Fault.CRASH_AFTER), 0, (calls - 1) / 7, (fault, n) -> {
            for (long second = 1; crashesTwice(scenario, 1 + 7 * n, second) && second <= 40; second++) {
                pairs.incrementAndGet();
            }
        });
        System.out.printf("Crashes during recovery, %s: %d pairs%n", scenario, pairs.get());
        assertThat(pairs.get()).isGreaterThan(Points.atLeast(200));
    }

    /** False if the recovery has come to its end before the second crash. */
    private static boolean crashesTwice(Scenario scenario, long first, long second) {
        SimWorld world = scenario.world().get();
        run(world, Fault.CRASH_AFTER, first);
        boolean crashed = run(world, Fault.CRASH_AFTER, second).isPresent();
        world.storeEverything();
        Exactness.check(world, scenario + ": crashes after calls " + first + " and " + second);
        return crashed;
    }

    /** The first file cannot be closed, so that the claim is taken up again; then anything goes wrong at any later call. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void nothingIsLostOrDoubledWhateverHappensUnderAClaimThatIsTakenUpAgain(Scenario scenario) {
        long calls = checkAgain(scenario, Fault.NONE, 1);
        long points = Points.each(FAULTS, 1, calls, (fault, n) -> checkAgain(scenario, fault, n));
        System.out.printf("Crash matrix, %s, a claim taken up again: %d points%n", scenario, points);
        assertThat(points).isGreaterThan(Points.atLeast(200));
    }

    /** Returns how many calls came after the file that was not closed. */
    private static long checkAgain(Scenario scenario, Fault fault, long n) {
        SimWorld world = scenario.world().get();
        String what = scenario + ": a file is not closed, " + fault + " at call " + n + " after that";
        long[] since = {-1};
        SimSink sink = world.sink(
                call -> {
                    if (since[0] < 0) {
                        boolean first = call.startsWith("close ") && call.contains("/data-");
                        since[0] = first ? 0 : -1;
                        return first ? Fault.FAIL_BEFORE : Fault.NONE;
                    }
                    return ++since[0] == n ? fault : Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        sink.takeAll();
        Optional<Throwable> end = sink.runWhateverHappens();
        if (fault != Fault.CRASH_BEFORE && fault != Fault.CRASH_AFTER) {
            assertThat(end).as(what).isEmpty();
        }
        world.storeEverything();
        Exactness.check(world, what);
        return since[0];
    }

    private static long callsOfAFaultlessRun(Scenario scenario) {
        SimWorld world = scenario.world().get();
        long[] count = {0};
        SimSink sink = world.sink(
                call -> {
                    count[0]++;
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        sink.takeAll();
        sink.runToEnd();
        Exactness.check(world, scenario + " without faults");
        return count[0];
    }

    private static void check(Scenario scenario, Fault fault, long n) {
        SimWorld world = scenario.world().get();
        String what = scenario + ": " + fault + " at call " + n;
        Optional<Throwable> end;
        try {
            end = run(world, fault, n);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what + "\n" + world.disk, e);
        }
        boolean crash = fault == Fault.CRASH_BEFORE || fault == Fault.CRASH_AFTER;
        if (!crash) {
            // One failing call must heal by itself.
            assertThat(end).as(what).isEmpty();
        }
        world.storeEverything();
        Exactness.check(world, what);
    }

    private static Optional<Throwable> run(SimWorld world, Fault fault, long n) {
        long[] count = {0};
        SimSink sink = world.sink(call -> ++count[0] == n ? fault : Fault.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        return sink.runWhateverHappens();
    }
}
