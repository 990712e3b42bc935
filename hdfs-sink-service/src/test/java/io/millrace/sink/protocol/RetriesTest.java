package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.Counts;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.SinkEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sink leaves behind, and what it counts, while something fails again and again. */
class RetriesTest {
    private static final String CONTROL = "/data/_millrace/t/0";

    private static SimWorld world(int segmentSize, BooleanSupplier registry) {
        SimWorld world = new SimWorld(new SimSettings(
                () -> new SimFormat(Long.MAX_VALUE, registry),
                SimWorld.rolling(5),
                BadRecords.DEAD_LETTER,
                segmentSize,
                10,
                10_000,
                7));
        world.kafka.createTopic("t", 1, "id-1");
        return world;
    }

    private static void produce(SimWorld world, int records, int folders) {
        for (int i = 0; i < records; i++) {
            world.kafka.produce(Scenario.ZERO, "f=" + i % folders);
        }
    }

    /** Several commits of several files. */
    private static SimWorld filled(int segmentSize) {
        SimWorld world = world(segmentSize, () -> true);
        produce(world, 30, 3);
        return world;
    }

    private static void run(SimSink sink, SimWorld world, int steps) {
        for (int i = 0; i < steps; i++) {
            sink.step();
            world.clock.advance(20);
        }
    }

    private static List<String> claims(SimWorld world) {
        return world.disk.files(CONTROL + "/log", ".json").stream()
                .filter(path ->
                        new String(Exactness.bytes(world, path), StandardCharsets.UTF_8).contains("\"kind\":\"claim\""))
                .toList();
    }

    /** Files that cannot be made, written, closed or read back, dead letters apart: each is tried every ten seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"create ", "write ", "close ", "end "})
    void aServerThatTakesNoFilesForDaysDoesNotFillTheLogWithClaimsNorTheFolderWithFiles(String call) {
        SimWorld world = filled(CommitLog.SEGMENT_SIZE);
        boolean[] refusing = {true};
        long[] tries = {0};
        SimSink sink = world.sink(
                name -> {
                    boolean refused = refusing[0] && name.startsWith(call) && name.contains("/data-");
                    tries[0] += refused ? 1 : 0;
                    return refused ? Fault.REFUSE : Fault.NONE;
                },
                Optional.empty());
        sink.takeAll();
        sink.start();
        run(sink, world, 1_000);
        assertThat(tries[0]).isGreaterThan(300);
        assertThat(world.disk.files(CONTROL + "/log", ".json")).hasSize(1);
        assertThat(world.disk.files(CONTROL + "/tmp", "")).hasSizeLessThanOrEqualTo(3);
        refusing[0] = false;
        run(sink, world, 50);
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "after the servers were mended");
    }

    /** The same where the log has to be folded, and where a former owner's files have to go. */
    @ParameterizedTest
    @ValueSource(strings = {"/archive-0", "/marks/", "deleteTree /data/_millrace/t/0/tmp/"})
    void aTakeoverThatIsRefusedForDaysIsOneClaim(String call) {
        SimWorld world = world(3, () -> true);
        produce(world, 60, 1);
        SimSink former = world.sink(
                name -> name.contains("/archive-0") ? Fault.CRASH_BEFORE : Fault.NONE, Optional.of(world.kafka.ends()));
        former.takeAll();
        assertThat(former.runWhateverHappens()).isPresent();
        int before = claims(world).size();
        boolean[] refusing = {true};
        long[] tries = {0};
        SimSink sink = world.sink(
                name -> {
                    boolean refused = refusing[0] && name.contains(call) && !name.startsWith("list");
                    tries[0] += refused ? 1 : 0;
                    return refused ? Fault.REFUSE : Fault.NONE;
                },
                Optional.empty());
        sink.takeAll();
        sink.start();
        run(sink, world, 1_000);
        assertThat(tries[0]).isGreaterThan(300);
        assertThat(claims(world)).hasSize(before + 1);
        assertThat(world.disk.files(CONTROL + "/tmp", "")).hasSizeLessThanOrEqualTo(10);
        refusing[0] = false;
        run(sink, world, 50);
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "after the servers were mended");
    }

    @Test
    void aRegistryThatIsAwayForDaysDoesNotFillTheLogWithClaims() {
        boolean[] answers = {true};
        long[] asked = {0};
        SimWorld world = world(CommitLog.SEGMENT_SIZE, () -> {
            asked[0]++;
            return answers[0];
        });
        produce(world, 30, 3);
        world.kafka.produce(Scenario.ZERO, "unknown");
        produce(world, 30, 3);
        answers[0] = false;
        SimSink sink = world.sink(Faults.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        run(sink, world, 1_000);
        assertThat(asked[0]).isGreaterThan(300);
        assertThat(claims(world)).hasSizeLessThanOrEqualTo(2);
        answers[0] = true;
        run(sink, world, 100);
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "after the registry came back");
    }

    /** Whatever fails, at whichever call: metrics count each record that is stored once, and no other. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FAIL_BEFORE", "FAIL_AFTER", "FALSE_BEFORE", "FALSE_AFTER"})
    void eachBatchThatIsTrueIsToldOnceAlsoWhereItsCommitThrew(Fault fault) {
        int calls = callsWithout();
        for (int at = 1; at <= calls; at++) {
            for (int times = 1; times <= 3; times++) {
                SimWorld world = filled(3);
                List<CommitRecord> told = tell(world);
                int first = at;
                int last = at + times - 1;
                int[] count = {0};
                world.storeEverything(call -> {
                    count[0]++;
                    return count[0] >= first && count[0] <= last ? fault : Fault.NONE;
                });
                String what = fault + " at calls " + first + " to " + last;
                Counts sum = told.stream().map(CommitRecord::counts).reduce(Counts.NONE, Counts::plus);
                assertThat(sum).as(what).isEqualTo(Exactness.check(world, what).totals());
            }
        }
    }

    private static int callsWithout() {
        int[] count = {0};
        filled(3).storeEverything(call -> {
            count[0]++;
            return Fault.NONE;
        });
        return count[0];
    }

    private static List<CommitRecord> tell(SimWorld world) {
        List<CommitRecord> told = new ArrayList<>();
        world.events = new SinkEvents() {
            @Override
            public void committed(PartitionId partition, CommitRecord record, long millis) {
                told.add(record);
            }
        };
        return told;
    }

    /** Three files are closed side by side and the first one fails: nobody asks for the ends of the others any more. */
    @Test
    void filesOfABatchThatIsThrownAwayAreClosedAndNoMore() {
        SimWorld world = world(CommitLog.SEGMENT_SIZE, () -> true);
        produce(world, 3, 3);
        List<Runnable> queued = new ArrayList<>();
        boolean[] failing = {true};
        world.callers = task -> {
            if (!failing[0]) {
                task.run();
                return;
            }
            queued.add(task);
            if (queued.size() == 3) {
                failing[0] = false;
                queued.remove(0).run();
            }
        };
        List<String> names = new ArrayList<>();
        boolean[] failed = {false};
        SimSink sink = world.sink(
                name -> {
                    names.add(name);
                    boolean fails = !failed[0] && name.startsWith("close ") && name.contains("/data-");
                    failed[0] |= fails;
                    return fails ? Fault.FAIL_BEFORE : Fault.NONE;
                },
                Optional.empty());
        sink.takeAll();
        sink.start();
        run(sink, world, 5);
        world.clock.advance(60_000);
        sink.step();
        assertThat(failed[0]).isTrue();
        assertThat(queued).hasSize(2);
        names.clear();
        queued.forEach(Runnable::run);
        assertThat(names).isNotEmpty().allMatch(name -> name.startsWith("close ") && name.contains("/data-"));
        queued.clear();
        run(sink, world, 10);
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "after the failure");
    }
}
