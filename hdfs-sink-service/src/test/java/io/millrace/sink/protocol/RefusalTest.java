package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.Finding;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.stream.StoppedException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Servers that say no, stops that cannot commit, and takeovers that take long: nothing is called done that is not. */
class RefusalTest {
    private static SimWorld world(int records) {
        SimWorld world = SimWorld.small();
        fill(world, records);
        return world;
    }

    private static void fill(SimWorld world, int records) {
        world.kafka.createTopic("t", 2, "id-1");
        for (int i = 0; i < records; i++) {
            world.kafka.produce(i % 2 == 0 ? Scenario.ZERO : Scenario.ONE, "f=" + i / 12);
        }
    }

    private static Optional<Throwable> run(SimWorld world, Faults faults) {
        SimSink sink = world.sink(faults, Optional.of(world.kafka.ends()));
        sink.takeAll();
        return sink.runWhateverHappens();
    }

    @Test
    void aFolderThatRefusesACommittedFileEndsARunToTheEndWithItsReason() {
        SimWorld world = world(40);
        assertThat(run(world, call -> call.contains("-> /data/f=1/") ? Fault.REFUSE : Fault.NONE))
                .get()
                .isInstanceOf(StoppedException.class)
                .asString()
                .contains("cannot be stored to its end", "/data/f=1/", "simulated refusal", "Nothing is lost");
        assertThat(Exactness.audit(world).findings()).extracting(Finding::kind).containsOnly(Finding.Kind.NOT_IN_PLACE);
        world.storeEverything();
        Exactness.check(world, "after the folder was mended");
    }

    @Test
    void aFolderThatRefusesIsWaitedForByASinkThatRunsForEver() {
        SimWorld world = world(40);
        boolean[] refusing = {true};
        SimSink sink = world.sink(
                call -> refusing[0] && call.contains("-> /data/f=1/") ? Fault.REFUSE : Fault.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        storeByAge(world, sink);
        assertThat(sink.health.problems()).isNotEmpty();
        refusing[0] = false;
        storeByAge(world, sink);
        assertThat(sink.health.problems()).isEmpty();
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "after the folder was mended");
    }

    @Test
    void aStopWhileAFolderRefusesIsNotAnEndThatWentWell() {
        SimWorld world = world(40);
        SimSink sink = world.sink(call -> call.contains("-> /data/f=1/") ? Fault.REFUSE : Fault.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        storeByAge(world, sink);
        assertThat(sink.stop()).isFalse();
    }

    /** Reads all there is, and lets it become old enough to be committed. */
    private static void storeByAge(SimWorld world, SimSink sink) {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20; i++) {
                sink.step();
            }
            world.clock.advance(60_000);
        }
    }

    @Test
    void aStopThatCannotCommitDoesNotTakeBackWhatTheGroupWasTold() {
        SimWorld world = world(26);
        boolean[] failing = {false};
        SimSink sink = world.sink(
                call -> failing[0] && call.contains("/commit-") ? Fault.FAIL_BEFORE : Fault.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        storeByAge(world, sink);
        sink.step();
        Map<PartitionId, Long> told = world.kafka.groupOffsets();
        assertThat(told.values()).containsExactlyInAnyOrder(13L, 13L);
        world.kafka.produce(Scenario.ZERO, "f=9");
        sink.step();
        failing[0] = true;
        assertThat(sink.stop()).isFalse();
        assertThat(world.kafka.groupOffsets()).isEqualTo(told);
    }

    /** Whatever max.poll.interval.ms is: a member that takes hundreds of partitions over polls as often as it does so. */
    @Test
    void takingManyPartitionsOverDoesNotKeepTheSinkFromPolling() {
        SimWorld world = SimWorld.small();
        world.kafka.createTopic("t", 240, "id-1");
        for (int partition = 0; partition < 240; partition++) {
            world.kafka.produce(new PartitionId("t", partition), "f=0");
        }
        int[] sincePoll = {0};
        int[] most = {0};
        int[] claims = {0};
        SimSink sink = world.sink(
                call -> {
                    if (call.startsWith("poll")) {
                        sincePoll[0] = 0;
                    } else if (call.startsWith("rename ") && call.contains("/tmp/claim-")) {
                        claims[0]++;
                        most[0] = Math.max(most[0], ++sincePoll[0]);
                        world.clock.advance(100);
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        sink.takeAll();
        sink.runToEnd();
        assertThat(claims[0]).isEqualTo(240);
        assertThat(most[0]).as("takeovers of 100 ms between two polls").isEqualTo(5);
        Exactness.check(world, "240 partitions");
    }

    @Test
    void aRunThatHasComeToItsEndIsNotSpoiledByLaterRecordsThatItsStopCannotCommit() {
        SimWorld world = SimWorld.small();
        world.kafka.createTopic("t", 2, "id-1");
        for (int i = 0; i < 9; i++) {
            world.kafka.produce(Scenario.ZERO, "f=0");
            world.kafka.produce(Scenario.ONE, "f=0");
        }
        Map<PartitionId, Long> ends = Map.of(Scenario.ZERO, 3L, Scenario.ONE, 9L);
        SimSink[] sinks = new SimSink[1];
        int[] refused = {0};
        sinks[0] = world.sink(
                call -> {
                    boolean refuses = sinks[0] != null && sinks[0].finished() && call.contains("/commit-");
                    refused[0] += refuses ? 1 : 0;
                    return refuses ? Fault.FAIL_BEFORE : Fault.NONE;
                },
                Optional.of(ends));
        sinks[0].takeAll();
        sinks[0].runToEnd();
        assertThat(refused[0]).as("commits of later records").isPositive();
        world.storeEverything();
        Exactness.check(world, "after the next run");
    }
}
