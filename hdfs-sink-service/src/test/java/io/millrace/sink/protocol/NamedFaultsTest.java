package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.sink.write.BadRecordStop;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.RollRules;
import io.millrace.stream.FencedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that other sinks have had, one test each. */
class NamedFaultsTest {
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

    /** A fault at the first ten calls whose names contain the text, each name once. */
    private static Faults once(String text, Fault fault) {
        Set<String> met = new HashSet<>();
        return call -> call.contains(text) && met.size() < 10 && met.add(call) ? fault : Fault.NONE;
    }

    private static Optional<Throwable> run(SimWorld world, Faults faults) {
        SimSink sink = world.sink(faults, Optional.of(world.kafka.ends()));
        sink.takeAll();
        return sink.runWhateverHappens();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL_BEFORE", "FAIL_AFTER", "FALSE_BEFORE", "FALSE_AFTER"})
    void aRenameThatAnswersFalseOrFailsAfterItTookEffect(Fault fault) {
        SimWorld world = world(40);
        assertThat(run(world, once("-> /data/f=", fault))).isEmpty();
        Exactness.check(world, "renames " + fault);
    }

    @Test
    void aCrashBetweenTheCommitRecordAndTheCreationOfANewFolder() {
        SimWorld world = world(40);
        assertThat(run(world, once("createFolders /data/f=", Fault.CRASH_BEFORE)))
                .get()
                .isInstanceOf(SimulatedCrash.class);
        world.storeEverything();
        Exactness.check(world, "crash before a new folder");
    }

    @Test
    void aRebalanceBetweenTheCommitRecordAndTheRename() {
        SimWorld world = world(40);
        SimThread[] thread = new SimThread[1];
        boolean[] paused = {false};
        SimSink former = world.sink(
                call -> {
                    if (call.contains("-> /data/f=") && !paused[0]) {
                        paused[0] = true;
                        thread[0].pause();
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        former.takeAll();
        List<Optional<Throwable>> end = new ArrayList<>();
        thread[0] = new SimThread("former", () -> end.add(former.runWhateverHappens()));
        thread[0].resume();
        assertThat(paused[0]).isTrue();
        world.group.abandon(former.source);
        world.storeEverything();
        Exactness.check(world, "while the former owner stands still");
        thread[0].resume();
        assertThat(end.get(0)).get().isInstanceOf(FencedException.class);
        Exactness.check(world, "after the former owner went on");
    }

    @Test
    void aTemporaryNameIsNeverUsedTwice() {
        SimWorld world = world(40);
        List<String> created = new ArrayList<>();
        for (int crash = 20; crash < 200; crash += 20) {
            int at = crash;
            int[] count = {0};
            run(world, call -> {
                if (call.startsWith("create ")) {
                    created.add(call);
                }
                return ++count[0] == at ? Fault.CRASH_AFTER : Fault.NONE;
            });
        }
        assertThat(created).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL_BEFORE", "FAIL_AFTER", "FALSE_BEFORE", "FALSE_AFTER"})
    void aRetryAfterAFailedAppendToTheLog(Fault fault) {
        SimWorld world = world(40);
        assertThat(run(world, once("/commit-", fault))).isEmpty();
        Exactness.check(world, "log appends " + fault);
    }

    @Test
    void aDamagedLogIsNeverBelieved() throws Exception {
        SimWorld world = world(40);
        world.storeEverything();
        List<String> log = world.disk.files("/data/_millrace/t/0/log", ".json");
        String last = log.get(log.size() - 1);
        byte[] bytes = world.disk.read(last);
        bytes[bytes.length / 2] ^= 1;
        world.disk.delete(last);
        world.disk.put(last, bytes);
        String before = world.disk.toString();
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        assertThatThrownBy(sink::runToEnd)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining(last)
                .hasMessageContaining("checksum");
        assertThat(world.disk).hasToString(before);
    }

    @Test
    void aFileThatADeadOwnerStillHoldsOpenIsNoHindrance() {
        SimWorld world = world(40);
        assertThat(run(world, once("close /data/_millrace/t/0/tmp/0000000000000000000/data-0", Fault.CRASH_BEFORE)))
                .isPresent();
        String held = world.disk.files("/data/_millrace/t/0/tmp", ".sim").get(0);
        assertThat(world.disk.isOpen(held)).isTrue();
        world.storeEverything();
        assertThat(world.disk.files("/data/_millrace/t/0/tmp", ".sim")).isEmpty();
        Exactness.check(world, "held lease");
    }

    @Test
    void aStartDoesNotLookAtEveryFile() {
        // Where the log's end lies within its segment makes a difference of a few calls, the number of files none.
        assertThat(callsOfAStartAfter(400)).isBetween(30L, 60L);
        assertThat(callsOfAStartAfter(8_000)).isBetween(30L, 60L);
    }

    private static long callsOfAStartAfter(int records) {
        SimWorld world = world(records);
        world.storeEverything();
        long[] calls = {0};
        SimSink sink = world.sink(
                call -> {
                    calls[0]++;
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        sink.takeAll();
        sink.runToEnd();
        return calls[0];
    }

    @Test
    void revokingOnePartitionDoesNotDisturbTheOthers() {
        SimWorld world = world(20);
        SimSink one = world.sink(Faults.NONE, Optional.empty());
        one.takeAll();
        one.start();
        one.step();
        one.step();
        SimSink two = world.sink(Faults.NONE, Optional.empty());
        two.start();
        world.group.move(Scenario.ONE, two.source);
        for (int i = 0; i < 10; i++) {
            one.step();
            two.step();
        }
        assertThat(one.stop()).isTrue();
        assertThat(two.stop()).isTrue();
        Exactness.check(world, "one partition moved");
        assertThat(Exactness.audit(world).partitions())
                .extracting(audit -> audit.claims())
                .containsExactly(1L, 2L);
    }

    @Test
    void anIdleTopicIsFlushed() {
        SimWorld world = new SimWorld(SimSettings.small()
                .withRules(new RollRules(1_000, Long.MAX_VALUE, Long.MAX_VALUE, 5_000, false, 1_000)));
        fill(world, 4);
        SimSink sink = world.sink(Faults.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        sink.step();
        sink.step();
        sink.step();
        assertThat(Exactness.stored(world, "before")).isEmpty();
        world.clock.advance(5_000);
        sink.step();
        Exactness.check(world, "after the idle time");
    }

    @Test
    void aStopCommitsOpenFiles() {
        SimWorld world = world(6);
        SimSink sink = world.sink(Faults.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        sink.step();
        sink.step();
        sink.step();
        assertThat(Exactness.stored(world, "before")).isEmpty();
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "after the stop");
    }

    @Test
    void aBadRecordNeitherStopsEverythingNorVanishes() {
        SimWorld world = world(6);
        world.kafka.produce(Scenario.ZERO, "bad");
        world.kafka.produce(Scenario.ZERO, "f=1");
        world.storeEverything();
        Exactness.check(world, "one bad record");
        assertThat(world.kafka.deadLetters()).containsExactly("t-0@3");
        assertThat(Exactness.audit(world).totals().deadLetters()).isEqualTo(1);
    }

    @Test
    void aSinkThatStopsAtABadRecordCommitsNothingThatItDidNotWrite() {
        SimWorld world = new SimWorld(new SimSettings(
                () -> new SimFormat(Long.MAX_VALUE),
                new RollRules(1000, Long.MAX_VALUE, 60_000, Long.MAX_VALUE, false, 1000),
                BadRecords.STOP,
                8,
                8,
                1_000_000,
                10));
        world.kafka.createTopic("t", 2, "id-1");
        for (int i = 0; i < 6; i++) {
            // One poll reads all of both partitions; the bad record ends the sink in the middle of it.
            world.kafka.produce(Scenario.ZERO, i == 2 ? "bad" : "f=0");
            world.kafka.produce(Scenario.ONE, "f=0");
        }
        assertThat(run(world, Faults.NONE)).get().isInstanceOf(BadRecordStop.class);
        assertThat(Exactness.audit(world).totals().absent()).isZero();
        assertThat(Exactness.audit(world).totals().rows()).isEqualTo(2);
    }

    @Test
    void openFilesDoNotGrowWithTheNumberOfOpenHours() {
        SimWorld world = new SimWorld(SimSettings.small()
                .withRules(new RollRules(Long.MAX_VALUE, Long.MAX_VALUE, 60_000_000, Long.MAX_VALUE, false, 1_000))
                .withCaps(5, 1_000_000));
        world.kafka.createTopic("t", 2, "id-1");
        for (int hour = 0; hour < 2_000; hour++) {
            world.kafka.produce(Scenario.ZERO, "hour=" + hour);
            world.kafka.produce(Scenario.ONE, "hour=" + hour);
        }
        int[] open = {0};
        int[] most = {0};
        assertThat(run(world, call -> {
                    if (call.contains("data-")) {
                        open[0] += call.startsWith("create ") ? 1 : call.startsWith("close ") ? -1 : 0;
                        most[0] = Math.max(most[0], open[0]);
                    }
                    return Fault.NONE;
                }))
                .isEmpty();
        assertThat(most[0]).isEqualTo(5);
        assertThat(Exactness.audit(world).totals().files()).isEqualTo(4_000);
        Exactness.check(world, "2,000 hours");
    }

    @Test
    void kerberosTicketsAreRenewedBeforeTheyEnd() {
        HdfsConnection connection =
                new HdfsConnection("hdfs://host/x", Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
        assertThat(connection.configuration().getBoolean("hadoop.kerberos.keytab.login.autorenewal.enabled", false))
                .isTrue();
        assertThat(connection.configuration().getInt("hadoop.kerberos.min.seconds.before.relogin", 60))
                .isEqualTo(5);
    }

    @Test
    void aTopicThatWasMadeAnewStopsTheSinkInsteadOfSkippingRecords() {
        SimWorld world = world(20);
        world.storeEverything();
        world.kafka.createTopic("t", 2, "id-2");
        for (int i = 0; i < 40; i++) {
            world.kafka.produce(
                    Scenario.ZERO, new String("f=0".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
        assertThat(run(world, Faults.NONE)).get().asString().contains("was deleted and created again");
    }

    @Test
    void offsetsThatKafkaDeletedUnstoredStopTheSink() {
        SimWorld world = world(20);
        world.storeEverything();
        for (int i = 0; i < 10; i++) {
            world.kafka.produce(Scenario.ZERO, "f=9");
        }
        world.kafka.deleteBefore(Scenario.ZERO, 15);
        assertThat(run(world, Faults.NONE)).get().asString().contains("deleted 5 offsets before they were stored");
    }

    @Test
    void aPartitionThatCannotBeTakenOverDoesNotKeepTheOthersFromTheirs() {
        SimWorld world = world(20);
        SimSink sink = world.sink(
                call -> {
                    if (call.startsWith("facts " + Scenario.ZERO)) {
                        // No leader: the answer takes longer than the pause before the next try.
                        world.clock.advance(20_000);
                        return Fault.FAIL_BEFORE;
                    }
                    return Fault.NONE;
                },
                Optional.empty());
        sink.takeAll();
        sink.start();
        for (int i = 0; i < 20; i++) {
            sink.step();
        }
        assertThat(Exactness.stored(world, "of the healthy partition")).hasSize(10);
    }
}
