package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.TopicFormat;
import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimFormat;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.BadRecords;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What lies in the control folder, and what commits and takeovers cost, however long a log has become. */
class HousekeepingTest {
    private static final String CONTROL = "/data/_millrace/t/0";

    /** Segments as in production, a commit for each record. */
    private static SimWorld world() {
        Supplier<TopicFormat> format = () -> new SimFormat(Long.MAX_VALUE);
        SimWorld world = new SimWorld(new SimSettings(
                format, SimWorld.rolling(1), BadRecords.DEAD_LETTER, CommitLog.SEGMENT_SIZE, 10, 10_000, 100));
        world.kafka.createTopic("t", 1, "id-1");
        return world;
    }

    private static long bytes(SimWorld world) {
        return world.disk.files(CONTROL, "").stream()
                .mapToLong(path -> Exactness.bytes(world, path).length)
                .sum();
    }

    /** {@code -Dhousekeeping.commits=100000} for the figures of docs/sink.md. */
    @Test
    void aLogOfAnyLengthIsAFewHundredFilesAndAnArchiveOfEach256Records() {
        int most = Integer.getInteger("housekeeping.commits", 3_000);
        SimWorld world = world();
        long[] calls = {0};
        int done = 0;
        for (int commits = most / 100; commits <= most; commits *= 10) {
            for (; done < commits; done++) {
                world.kafka.produce(Scenario.ZERO, "f=0");
            }
            long before = calls[0];
            SimSink sink = world.sink(
                    call -> {
                        calls[0]++;
                        return Fault.NONE;
                    },
                    Optional.of(world.kafka.ends()));
            sink.takeAll();
            sink.runUntil(sink::finished);
            long perCommit = (calls[0] - before) / (commits - (commits == most / 100 ? 0 : commits / 10));
            long afterwards = calls[0];
            world.storeEverything(call -> {
                calls[0]++;
                return Fault.NONE;
            });
            long records = world.disk.files(CONTROL + "/log", "").size();
            long archives = world.disk.files(CONTROL + "/archive", "").size();
            System.out.printf(
                    "Housekeeping: %d commits, %d records in the log, %d archives, %d other files, %d bytes, %d calls a"
                            + " commit, %d calls of a start and a stop%n",
                    commits,
                    records,
                    archives,
                    world.disk.files(CONTROL, "").size() - records - archives,
                    bytes(world),
                    perCommit,
                    calls[0] - afterwards);
            assertThat(records).isLessThanOrEqualTo(2L * CommitLog.SEGMENT_SIZE);
            assertThat(archives).isLessThanOrEqualTo(commits / CommitLog.SEGMENT_SIZE);
            assertThat(world.disk.files(CONTROL, "")).hasSize((int) (records + archives));
            assertThat(perCommit).isLessThanOrEqualTo(25);
            assertThat(calls[0] - afterwards).isLessThanOrEqualTo(40);
        }
    }

    /** Killed owners leave what they had open, and the next one takes it away: there is never more than one owner's. */
    @Test
    void ownersThatAreKilledAgainAndAgainLeaveNothingBehind() {
        SimWorld world = world();
        for (int killed = 0; killed < 50; killed++) {
            for (int i = 0; i < 3; i++) {
                world.kafka.produce(Scenario.ZERO, "f=" + i);
            }
            int[] count = {0};
            int at = 10 + killed;
            SimSink sink = world.sink(
                    call -> ++count[0] == at ? Fault.CRASH_BEFORE : Fault.NONE, Optional.of(world.kafka.ends()));
            sink.takeAll();
            sink.runWhateverHappens();
            List<String> left = world.disk.files(CONTROL + "/tmp", "");
            assertThat(left).as(world.disk.toString()).hasSizeLessThanOrEqualTo(8);
        }
        world.storeEverything();
        assertThat(world.disk.files(CONTROL + "/tmp", "")).isEmpty();
        assertThat(world.disk.folders(CONTROL + "/marks")).hasSize(1);
        Exactness.check(world, "killed 50 times");
    }

    /** A folder that refuses for days is tried every ten seconds, and the log does not hear of it. */
    @Test
    void aFolderThatRefusesForDaysDoesNotFillTheLogWithClaims() {
        SimWorld world = world();
        for (int i = 0; i < 5; i++) {
            world.kafka.produce(new PartitionId("t", 0), "f=0");
        }
        boolean[] refusing = {true};
        long[] tries = {0};
        SimSink sink = world.sink(
                call -> {
                    boolean refused = refusing[0] && call.contains("-> /data/f=0/");
                    tries[0] += refused ? 1 : 0;
                    return refused ? Fault.REFUSE : Fault.NONE;
                },
                Optional.empty());
        sink.takeAll();
        sink.start();
        for (int i = 0; i < 1_000; i++) {
            sink.step();
            world.clock.advance(20);
        }
        assertThat(tries[0]).isGreaterThan(500);
        assertThat(world.disk.files(CONTROL + "/log", ".json")).hasSizeLessThanOrEqualTo(3);
        refusing[0] = false;
        for (int i = 0; i < 20; i++) {
            sink.step();
            world.clock.advance(20);
        }
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "after the folder was mended");
    }

    /** A claim that was not used is one's own only: a successor's claim is never taken up. */
    @Test
    void aClaimThatWasNotUsedIsGivenUpOnceSomebodyElseHasClaimed() {
        SimWorld world = world();
        for (int i = 0; i < 5; i++) {
            world.kafka.produce(Scenario.ZERO, "f=0");
        }
        SimSink sink = world.sink(call -> call.contains("-> /data/f=0/") ? Fault.REFUSE : Fault.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        for (int i = 0; i < 20; i++) {
            sink.step();
        }
        world.group.abandon(sink.source);
        world.storeEverything(Faults.NONE);
        Exactness.check(world, "the successor has stored all");
        Optional<Throwable> end = Optional.empty();
        try {
            for (int i = 0; i < 20; i++) {
                sink.step();
            }
        } catch (RuntimeException fenced) {
            end = Optional.of(fenced);
        }
        assertThat(end).get().isInstanceOf(io.millrace.stream.FencedException.class);
    }
}
