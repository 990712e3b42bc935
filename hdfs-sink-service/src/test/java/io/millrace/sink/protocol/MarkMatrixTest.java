package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.done.Marker;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimulatedCrash;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every call that a marker makes, times every way in which it can go wrong, beside sinks and other markers: each folder whose time has
 * passed gets its mark, and none before all records that came in time lie in it.
 */
class MarkMatrixTest {
    private static final List<Fault> FAULTS = List.of(
            Fault.CRASH_BEFORE,
            Fault.CRASH_AFTER,
            Fault.FAIL_BEFORE,
            Fault.FAIL_AFTER,
            Fault.FALSE_BEFORE,
            Fault.FALSE_AFTER,
            Fault.REFUSE);

    /** Three hours in two partitions, the first one further behind and with a clock far ahead; one without records. */
    private static Marks world() {
        Marks marks = new Marks(3);
        marks.world.clock.set(Marks.at("04:00:00"));
        marks.produce(0, "19:00:00");
        for (int i = 0; i < 7; i++) {
            marks.come(0, Marks.at("04:00:00") + i * 25 * 60_000L, i % 4 == 1 ? "f=1" : "f=0");
            if (i < 4) {
                marks.come(1, Marks.at("04:10:00") + i * 30 * 60_000L, "f=0");
            }
        }
        marks.world.clock.set(Marks.at("08:00:00"));
        return marks;
    }

    /** What comes an hour and a half later: in time, late within an hour that is not done, and late in one that is. */
    private static void more(Marks marks) {
        marks.world.clock.advance(90 * 60_000);
        marks.produce(0, "07:55:00");
        marks.produce(0, "09:25:00");
        marks.produce(1, "06:30:00");
        marks.produce(1, "08:40:00");
        marks.produce(0, "08:10:00");
        marks.produce(2, "09:29:00");
    }

    private static Marks stored() {
        Marks marks = world();
        marks.store();
        return marks;
    }

    private static Calls failing(Fault fault, long at) {
        long[] count = {0};
        return new Calls(call -> ++count[0] == at ? fault : Fault.NONE);
    }

    private static void runWhateverHappens(Marker marker) {
        try {
            Marks.run(marker);
        } catch (SimulatedCrash crash) {
            // Another one goes on below.
        }
    }

    @Test
    void eachFolderGetsItsMarkWhateverHappensAtAnyCall() {
        Calls counted = new Calls(Faults.NONE);
        Marks whole = stored();
        Marks.run(whole.marker(counted, 4));
        whole.checkEnd("without faults");
        assertThat(whole.marked()).hasSize(3);
        more(whole);
        whole.store();
        long late = Marks.run(whole.marker(counted, 4));
        whole.checkEnd("without faults");
        assertThat(late).isEqualTo(1);

        long points = Points.each(FAULTS, 1, counted.count(), (fault, n) -> {
            String what = fault + " at call " + n;
            Marks marks = stored();
            Calls calls = failing(fault, n);
            runWhateverHappens(marks.marker(calls, 4));
            marks.finish();
            marks.checkEnd(what);
            more(marks);
            marks.store();
            if (!calls.isDead()) {
                runWhateverHappens(marks.marker(calls, 4));
            }
            marks.finish();
            marks.checkEnd(what);
            assertThat(marks.marked()).as(what).isEqualTo(whole.marked());
            Exactness.check(marks.world, what);
        });
        System.out.printf("Crash matrix of marks: %d points%n", points);
        assertThat(points).isGreaterThan(Points.atLeast(500));
    }

    /** A sink dies in the middle of whatever it did, and a marker looks: what the next one puts in place is late, or not marked. */
    @Test
    void aMarkerThatLooksAtAnyMomentOfASinkMarksNothingThatIsToCome() {
        long[] calls = {0};
        world().world.storeEverything(call -> {
            calls[0]++;
            return Fault.NONE;
        });
        long points = Points.each(List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER), 1, calls[0], (fault, n) -> {
            String what = "sink with " + fault + " at call " + n;
            Marks marks = world();
            long[] count = {0};
            SimSink sink = marks.world.sink(
                    marks.watched(call -> ++count[0] == n ? fault : Fault.NONE), Optional.of(marks.world.kafka.ends()));
            sink.takeAll();
            sink.runWhateverHappens();
            marks.finish();
            marks.check(what);
            more(marks);
            marks.store();
            marks.finish();
            marks.checkEnd(what);
        });
        System.out.printf("Marks looked for at any moment of a sink: %d points%n", points);
        assertThat(points).isGreaterThan(Points.atLeast(100));
    }

    /** The marker is paused before any of its calls, and a sink stores all that came meanwhile. */
    @Test
    void aMarkerThatIsPausedAtAnyCallMarksNothingThatCameMeanwhileInTime() {
        long points = 0;
        boolean paused = true;
        for (int pausedAt = 1; paused; pausedAt++) {
            for (boolean answers : List.of(true, false)) {
                Marks marks = stored();
                marks.kafkaAnswers = answers;
                int stop = pausedAt;
                long[] count = {0};
                SimThread[] thread = new SimThread[1];
                Marker marker = marks.marker(
                        new Calls(call -> {
                            if (++count[0] == stop) {
                                thread[0].pause();
                            }
                            return Fault.NONE;
                        }),
                        4);
                thread[0] = new SimThread("marker", () -> Marks.run(marker));
                thread[0].resume();
                paused = !thread[0].isFinished();
                more(marks);
                marks.store();
                thread[0].resume();
                if (thread[0].failure() != null) {
                    throw new AssertionError("paused at call " + pausedAt, thread[0].failure());
                }
                marks.check("paused at call " + pausedAt);
                marks.kafkaAnswers = true;
                marks.finish();
                marks.checkEnd("paused at call " + pausedAt);
                points++;
            }
        }
        System.out.printf("A marker that is paused: %d points%n", points);
        assertThat(points).isGreaterThan(Points.atLeast(100));
    }

    /** The first is paused before any of its calls, for as long as the second takes to come to any of its own. */
    @Test
    void twoMarkersAgreeAtEveryPairOfPoints() {
        long pairs = Points.pairs(MarkMatrixTest::two);
        System.out.printf("Two markers: %d pairs of points%n", pairs);
        assertThat(pairs).isGreaterThan(Points.atLeast(2_000));
    }

    private static Points.Pair two(int pausedAt, int resumedAt) {
        String what = "paused before call " + pausedAt + ", resumed before call " + resumedAt + " of the other";
        Marks marks = new Marks(2);
        for (int i = 0; i < 4; i++) {
            marks.produce(0, Marks.at("05:00:00") + i * 30 * 60_000L, "f=0");
        }
        marks.produce(1, "06:00:00");
        marks.store();
        SimThread[] thread = new SimThread[1];
        long[] late = {0};
        long[] firsts = {0};
        Marker first = marks.marker(
                new Calls(call -> {
                    if (++firsts[0] == pausedAt) {
                        thread[0].pause();
                    }
                    return Fault.NONE;
                }),
                2);
        thread[0] = new SimThread("first", () -> late[0] += Marks.run(first));
        thread[0].resume();
        boolean paused = !thread[0].isFinished();
        marks.world.clock.advance(60 * 60_000);
        marks.produce(0, "05:30:00");
        marks.produce(1, "08:50:00");
        marks.store();
        long[] seconds = {0};
        boolean[] resumed = {false};
        late[0] += Marks.run(marks.marker(
                new Calls(call -> {
                    if (++seconds[0] == resumedAt) {
                        resumed[0] = true;
                        thread[0].resume();
                    }
                    return Fault.NONE;
                }),
                4));
        thread[0].resume();
        if (thread[0].failure() != null) {
            throw new AssertionError(what, thread[0].failure());
        }
        marks.finish();
        marks.checkEnd(what);
        return new Points.Pair(paused, resumed[0]);
    }
}
