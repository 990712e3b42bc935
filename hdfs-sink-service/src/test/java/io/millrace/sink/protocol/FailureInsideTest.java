package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.protocol.FailureInside.Kind;
import io.millrace.sink.protocol.FailureInside.Point;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The crash matrix turned inwards: every method of the decoders, writers, encoders, compressors, of the batch and of the
 * commit protocol fails as it begins or as it returns, with an exception, a runtime exception, an error, or with errors from
 * then on. Afterwards a second process stores the rest, and the data folders hold exactly what was produced: no half file
 * was ever committed.
 */
class FailureInsideTest {
    /** Of a method's calls, the one in the middle is taken, or this many from the first to the last. */
    private static final int CALLS_PER_METHOD = Integer.getInteger("failure.inside.calls", 1);

    private static Runnable unweave;

    @BeforeAll
    static void weave() {
        unweave = FailureInside.weave();
    }

    @AfterAll
    static void unweave() {
        FailureInside.disarm();
        unweave.run();
    }

    static Stream<Scenario> scenarios() {
        // Of the two with Parquet, the one with several folders meets all that the other one meets.
        Stream<Scenario> more = Boolean.getBoolean("thorough") ? Stream.of(Scenario.parquet("")) : Stream.empty();
        return Stream.concat(
                more,
                Stream.of(
                        Scenario.oneFolder(),
                        Scenario.manyFolders(),
                        Scenario.filePerRecord(),
                        Scenario.waitingRows(),
                        Scenario.text(),
                        Scenario.compressedLines(),
                        Scenario.parquet("type={type}")));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void noHalfFileIsEverCommittedWhateverFailsInside(Scenario scenario) {
        // The first run loads classes, whose initializers are never run again.
        pointsOfAFaultlessRun(scenario);
        Map<Point, Long> points = pointsOfAFaultlessRun(scenario).stream()
                .collect(Collectors.groupingBy(point -> point, TreeMap::new, Collectors.counting()));
        long runs = 0;
        for (Map.Entry<Point, Long> point : Points.some(points.entrySet())) {
            for (long call : choose(point.getValue())) {
                for (Kind kind : Kind.values()) {
                    if (kind != Kind.IO_EXCEPTION || point.getKey().declaresIo()) {
                        check(scenario, kind, point.getKey(), call);
                        runs++;
                    }
                }
            }
        }
        System.out.printf(
                "Failures inside, %s: %d runs, at %d points of methods that are reached %d times%n",
                scenario,
                runs,
                points.size(),
                points.values().stream().mapToLong(Long::longValue).sum());
        assertThat(runs).isGreaterThan(Points.atLeast(500));
    }

    private static Set<Long> choose(long calls) {
        long count = Math.min(CALLS_PER_METHOD, calls);
        Set<Long> chosen = new TreeSet<>();
        for (long i = 0; i < count; i++) {
            chosen.add(count == 1 ? (calls + 1) / 2 : 1 + i * (calls - 1) / (count - 1));
        }
        return chosen;
    }

    private static List<Point> pointsOfAFaultlessRun(Scenario scenario) {
        SimWorld world = scenario.world().get();
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        List<Point> points = FailureInside.recordPoints();
        sink.runToEnd();
        FailureInside.disarm();
        Exactness.check(world, scenario + " without faults");
        return points;
    }

    private static void check(Scenario scenario, Kind kind, Point point, long call) {
        SimWorld world = scenario.world().get();
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        String what = scenario + ": " + kind + " as call " + call + " of " + point.method();
        FailureInside.arm(kind, point, call);
        try {
            sink.runToEnd();
        } catch (RuntimeException | OutOfMemoryError ended) {
            // As a real process would: it is gone, and whatever it left open stays as it is.
            sink.calls.kill();
        } finally {
            assertThat(FailureInside.disarm()).as(what).isTrue();
        }
        try {
            world.storeEverything();
            Exactness.check(world, what);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what + "\n" + world.disk, e);
        }
    }
}
