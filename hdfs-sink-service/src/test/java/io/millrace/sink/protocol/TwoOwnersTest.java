package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.stream.FencedException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A former owner that was paused right before any of its calls, and goes on right before any call of the new owner (or
 * after its last one), still in the belief that it owns the partition.
 */
class TwoOwnersTest {
    /** Enough for several commits and a fold, as few calls as possible: the pairs grow with their square. */
    private static SimWorld world() {
        SimWorld world = SimWorld.small();
        world.kafka.createTopic("t", 1, "id-1");
        for (int i = 0; i < 13; i++) {
            world.kafka.produce(Scenario.ZERO, "f=" + i / 7);
        }
        return world;
    }

    @Test
    void theFormerOwnerFailsLoudlyAndTheResultIsExactAtEveryPairOfPoints() {
        AtomicLong fenced = new AtomicLong();
        long pairs = Points.pairs((pausedAt, resumedAt) -> run(pausedAt, resumedAt, fenced));
        System.out.printf("Two owners: %d pairs of points, in %d the former owner was fenced%n", pairs, fenced.get());
        assertThat(pairs).isGreaterThan(Points.atLeast(1_000));
        assertThat(fenced.get()).isGreaterThan(Points.atLeast(500));
    }

    private static Points.Pair run(int pausedAt, int resumedAt, AtomicLong allFenced) {
        String what = "former owner paused before call " + pausedAt + ", resumed before call " + resumedAt
                + " of the new owner";
        SimWorld world = world();
        long[] formerCalls = {0};
        SimThread[] thread = new SimThread[1];
        SimSink former = world.sink(
                call -> {
                    if (++formerCalls[0] == pausedAt) {
                        thread[0].pause();
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        former.takeAll();
        Optional<Throwable>[] end = holder();
        thread[0] = new SimThread("former", () -> end[0] = former.runWhateverHappens());
        thread[0].resume();
        boolean paused = !thread[0].isFinished();

        long[] newCalls = {0};
        boolean[] resumed = {false};
        SimSink successor = world.sink(
                call -> {
                    if (++newCalls[0] == resumedAt) {
                        resumed[0] = true;
                        thread[0].resume();
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        world.group.abandon(former.source);
        successor.takeAll();
        Optional<Throwable> successorsEnd = successor.runWhateverHappens();
        if (!resumed[0]) {
            thread[0].resume();
        }
        if (thread[0].failure() != null) {
            throw new AssertionError(what + "\n" + world.disk, thread[0].failure());
        }
        boolean fenced = end[0].isPresent();
        checkFenced(end[0], what);
        checkFenced(successorsEnd, what);
        // A "former" owner that was paused before its first claim is the later one: then the other one is fenced.
        assertThat(fenced && successorsEnd.isPresent())
                .as(what + ": both stopped")
                .isFalse();
        Exactness.check(world, what);
        allFenced.addAndGet(fenced ? 1 : 0);
        return new Points.Pair(paused, resumed[0]);
    }

    private static void checkFenced(Optional<Throwable> end, String what) {
        end.ifPresent(cause ->
                assertThat(cause).as(what).isInstanceOf(FencedException.class).hasMessageContaining("taken over by"));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Optional<Throwable>[] holder() {
        return new Optional[1];
    }
}
