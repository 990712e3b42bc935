package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimThread;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.stream.FencedException;
import io.millrace.stream.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner sees that stands still between two looks at the log, while another one goes on: no reason to stop. */
class OvertakenTest {
    private static final String LOG = "/data/_millrace/t/0/log/0000000000000000000";
    private static final String ARCHIVE = "/data/_millrace/t/0/archive";

    private final SimWorld world = SimWorld.small();

    /** A sink that stands still once, before the first call that the test waits for. */
    private final class Standing {
        private final SimSink sink;
        private final SimThread thread;
        /** What it has called since it went on. */
        private final List<String> after = new ArrayList<>();

        private boolean stood;
        private Optional<Throwable> end = Optional.empty();

        Standing(Predicate<String> before) {
            this(before, Faults.NONE);
        }

        Standing(Predicate<String> before, Faults faults) {
            sink = world.sink(
                    call -> {
                        if (!stood && before.test(call)) {
                            stood = true;
                            pause();
                        }
                        if (stood) {
                            after.add(call);
                        }
                        return faults.next(call);
                    },
                    Optional.of(world.kafka.ends()));
            sink.takeAll();
            thread = new SimThread("sink", () -> end = sink.runWhateverHappens());
            thread.resume();
            assertThat(stood).as("the call came").isTrue();
        }

        private void pause() {
            thread.pause();
        }

        Optional<Throwable> goOn() {
            thread.resume();
            return end;
        }
    }

    private void produce() {
        world.kafka.createTopic("t", 1, "id-1");
        for (int i = 0; i < 40; i++) {
            world.kafka.produce(Scenario.ZERO, "f=" + i / 12);
        }
    }

    /** The successor has seen that there is no archive of the segment, and before it lists the segment it is gone. */
    @Test
    void aSegmentThatAFormerOwnerFoldsMeanwhileIsNotMissing() {
        produce();
        SimSink crashed = world.sink(
                call -> call.startsWith("stat " + ARCHIVE) ? Fault.CRASH_BEFORE : Fault.NONE,
                Optional.of(world.kafka.ends()));
        crashed.takeAll();
        assertThat(crashed.runWhateverHappens()).get().isInstanceOf(SimulatedCrash.class);
        world.group.abandon(crashed.source);
        // It has claimed the partition, and makes the folder for its temporary files after the successor has cleaned
        // up.
        Standing former = new Standing(call -> call.matches("createFolder /data/_millrace/t/0/tmp/\\d+"));
        world.group.abandon(former.sink.source);
        boolean[] asked = {false};
        Standing successor = new Standing(call -> {
            asked[0] |= call.startsWith("stat " + ARCHIVE);
            return asked[0] && call.equals("list " + LOG);
        });
        assertThat(former.goOn()).get().isInstanceOf(FencedException.class);
        assertThat(successor.goOn()).isEmpty();
        Exactness.check(world, "a segment was folded by the owner before");
    }

    /**
     * It has seen that the log ends with its claim, and makes its folder after a later owner has deleted it. What it writes there would
     * bring its commit as far as making a folder of the log, perhaps one that was folded away: behind the log's end again, for
     * the next former owner to publish in.
     */
    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "2,false", "3,false", "0,true", "1,true", "2,true", "3,true"})
    void anOwnerThatIsOvertakenBeforeItMakesItsFolderWritesNothingIntoIt(int batches, boolean again) {
        world.kafka.createTopic("t", 1, "id-1");
        for (int i = 0; i < 5 * batches; i++) {
            world.kafka.produce(Scenario.ZERO, "f=0");
        }
        if (batches > 0) {
            world.storeEverything();
        }
        for (int i = 0; i < 60; i++) {
            world.kafka.produce(Scenario.ZERO, "f=0");
        }
        boolean[] failed = {!again};
        Standing former =
                new Standing(call -> failed[0] && call.matches("createFolder /data/_millrace/t/0/tmp/\\d+"), call -> {
                    boolean fails = !failed[0] && call.startsWith("close ") && call.contains("/data-");
                    failed[0] |= fails;
                    return fails ? Fault.FAIL_BEFORE : Fault.NONE;
                });
        world.group.abandon(former.sink.source);
        world.storeEverything();
        List<String> folders = world.disk.folders("/data/_millrace/t/0/log");

        assertThat(former.goOn()).get().isInstanceOf(FencedException.class);
        assertThat(former.after).noneMatch(call -> call.startsWith("create "));
        assertThat(world.disk.folders("/data/_millrace/t/0/log")).isEqualTo(folders);
        Exactness.check(world, "overtaken before its folder was made");
    }

    /** Partition 1 was stored, partition 0 not yet, when the topic was made anew: its records are not put beside the old ones. */
    @Test
    void aPartitionIsNotBegunBesideThoseOfTheTopicBefore() {
        world.kafka.createTopic("t", 2, "id-1");
        world.kafka.produce(Scenario.ONE, "f=0");
        SimSink before = world.sink(call -> Fault.NONE, Optional.empty());
        world.group.move(Scenario.ONE, before.source);
        before.start();
        before.step();
        before.step();
        assertThat(before.stop()).isTrue();
        assertThat(Exactness.stored(world, "before")).hasSize(1);

        world.kafka.createTopic("t", 2, "id-2");
        world.kafka.produce(Scenario.ZERO, "new");
        SimSink after = world.sink(call -> Fault.NONE, Optional.empty());
        world.group.move(Scenario.ZERO, after.source);
        assertThat(after.runWhateverHappens())
                .get()
                .isInstanceOf(StoppedException.class)
                .asString()
                .contains(
                        "topic t has the id id-2, but other partitions are stored below this root under id id-1",
                        "move /data/_millrace/t and the topic's files away");
        assertThat(Exactness.stored(world, "after")).hasSize(1);
    }

    /** The log was empty, and before the archive is looked at another one has begun the log and folded its beginning. */
    @Test
    void aLogThatAnotherOwnerBeginsMeanwhileIsNotOneThatWasMovedAway() {
        produce();
        Standing first = new Standing(("list " + ARCHIVE)::equals);
        world.group.abandon(first.sink.source);
        world.storeEverything();
        assertThat(world.disk.files(ARCHIVE, ".jsonl")).isNotEmpty();
        assertThat(first.goOn()).isEmpty();
        Exactness.check(world, "a log was begun by another owner");
    }
}
