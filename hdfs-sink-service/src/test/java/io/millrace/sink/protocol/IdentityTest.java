package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.audit.Finding;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.commit.Takeover.FirstOffset;
import io.millrace.sink.commit.Takeover.LostOffsets;
import io.millrace.sink.commit.Takeover.OtherCluster;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.port.StoppedException;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import io.millrace.sink.write.RollRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log belongs to is looked at all along: topic, root and clusters may change under a sink that works. */
class IdentityTest {
    private static final String LOG = "/data/_millrace/t/0/log";

    private final SimWorld world = SimWorld.small();

    private void topic(String id, int records) {
        world.kafka.createTopic("t", 1, id);
        produce(records);
    }

    private void produce(int records) {
        for (int i = 0; i < records; i++) {
            world.kafka.produce(Scenario.ZERO, "f=0");
        }
    }

    private SimSink working() {
        SimSink sink = world.sink(Faults.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        steps(sink);
        return sink;
    }

    private static void steps(SimSink sink) {
        for (int i = 0; i < 20; i++) {
            sink.step();
        }
    }

    /** What ends the sink while it goes on working; it then stops in order, as the process does. */
    private static Optional<Throwable> endOf(SimSink sink) {
        try {
            steps(sink);
            return Optional.empty();
        } catch (StoppedException stopped) {
            sink.stop();
            return Optional.of(stopped);
        }
    }

    private Optional<Throwable> endOfANewOne() {
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        return sink.runWhateverHappens();
    }

    private List<String> stored() {
        return Exactness.stored(world, "identity");
    }

    @Test
    void recordsOfATopicThatWasMadeAnewWhileTheSinkStoodStillAreNotStoredBehindThoseOfTheOldOne() {
        topic("id-1", 20);
        SimSink sink = working();
        assertThat(stored()).hasSize(20);
        topic("id-2", 60);
        assertThat(endOf(sink)).get().asString().contains("id id-2", "belongs to id id-1", "Use another root folder");
        assertThat(stored()).hasSize(20);
        Exactness.checkAudit(world, "nothing of the new topic");
    }

    @Test
    void whatIsOpenWhenTheTopicIsMadeAnewIsNotCommittedByTheStop() {
        topic("id-1", 23);
        SimSink sink = working();
        assertThat(stored()).hasSize(20);
        topic("id-2", 60);
        assertThat(sink.stop()).isFalse();
        assertThat(stored()).hasSize(20);
    }

    @Test
    void aTopicThatWasMadeAnewIsNoticedWithin30SecondsThoughNothingIsCommitted() {
        topic("id-1", 20);
        SimSink sink = working();
        topic("id-2", 0);
        world.clock.advance(29_000);
        assertThat(endOf(sink)).isEmpty();
        world.clock.advance(1_000);
        assertThat(endOf(sink)).get().asString().contains("was deleted and created again");
    }

    @ParameterizedTest
    @EnumSource
    void aRootThatIsRenamedStopsTheSinkThatHeldItWhateverTheOffsetResetSays(FirstOffset first) {
        world.rules = new TakeoverRules(first, LostOffsets.STOP, OtherCluster.STOP);
        topic("id-1", 0);
        SimSink sink = working();
        produce(20);
        steps(sink);
        assertThat(stored()).hasSize(20);
        world.disk.move("/data", "/moved");
        produce(20);
        assertThat(endOf(sink))
                .get()
                .asString()
                .contains(LOG + " is gone", "offsets up to 20", "renamed, moved or emptied", "Move it back");
        assertThat(world.disk.exists("/data")).as(world.disk.toString()).isFalse();
        world.disk.move("/moved", "/data");
        world.storeEverything();
        Exactness.check(world, "after the root was moved back");
    }

    @Test
    void aRootThatIsRenamedIsNoticedWithin30SecondsThoughNothingIsCommitted() {
        topic("id-1", 20);
        SimSink sink = working();
        world.disk.move("/data", "/moved");
        assertThat(endOf(sink)).isEmpty();
        world.clock.advance(30_000);
        assertThat(endOf(sink)).get().asString().contains(LOG + " is gone");
    }

    @ParameterizedTest
    @EnumSource
    void theNextProcessDoesNotBeginAnewWhereTheRootWas(FirstOffset first) {
        topic("id-1", 20);
        working().stop();
        world.rules = new TakeoverRules(first, LostOffsets.STOP, OtherCluster.STOP);
        world.disk.move("/data", "/moved");
        produce(20);
        assertThat(endOfANewOne())
                .get()
                .asString()
                .contains("is empty, but the group knows", "up to offset 20", "use another --group");
        assertThat(world.disk.exists("/data")).isFalse();
        world.disk.move("/moved", "/data");
        world.storeEverything();
        Exactness.check(world, "after the root was moved back");
    }

    @Test
    void aLogThatIsDeletedAloneIsMissedByItsMarks() {
        topic("id-1", 20);
        working().stop();
        world.disk.delete(LOG);
        world.kafka.forgetGroup();
        assertThat(endOfANewOne())
                .get()
                .isInstanceOf(DamagedLogException.class)
                .asString()
                .contains("is empty, but");
        assertThat(stored()).hasSize(20);
    }

    @Test
    void aLogWhoseOnlyRecordIsMissingIsNotTakenForOneThatNeverWas() {
        // The records before it are in the archive, where a takeover does not look.
        topic("id-1", 20);
        working().stop();
        assertThat(world.disk.files(LOG, ".json")).hasSize(1);
        world.disk.delete(lastRecord());
        world.disk.delete("/data/_millrace/t/0/marks");
        world.kafka.forgetGroup();
        assertThat(endOfANewOne())
                .get()
                .isInstanceOf(DamagedLogException.class)
                .asString()
                .contains("/data/_millrace/t/0/archive says that it had records");
        assertThat(stored()).hasSize(20);
    }

    @Test
    void aFolderOfTemporaryFilesThatIsGoneIsMadeAgain() {
        topic("id-1", 20);
        SimSink sink = working();
        world.disk.delete("/data/_millrace/t/0/tmp");
        produce(13);
        assertThat(endOf(sink)).isEmpty();
        assertThat(sink.stop()).isTrue();
        Exactness.check(world, "temporary files deleted by hand");
    }

    private String lastRecord() {
        List<String> records = world.disk.files(LOG, ".json");
        return records.get(records.size() - 1);
    }

    /** A sink that was killed while it was reading on. */
    private void killed() {
        SimSink sink = working();
        produce(2);
        sink.step();
        sink.step();
        sink.calls.kill();
    }

    @Test
    void aLastCommitRecordThatIsMissingIsFoundByTheMarkInsteadOfStoringItsRecordsTwice() {
        topic("id-1", 25);
        killed();
        world.disk.delete(lastRecord());
        world.kafka.forgetGroup();
        produce(20);
        assertThat(endOfANewOne())
                .get()
                .isInstanceOf(DamagedLogException.class)
                .asString()
                .contains("ends with record 4", "record 5 was there", "Going on would store records twice");
        assertThat(stored()).hasSize(25);
        assertThat(Exactness.audit(world).findings()).extracting(Finding::kind).contains(Finding.Kind.MISSING_RECORD);
    }

    @Test
    void aLastCommitRecordThatIsMissingIsFoundByTheGroupsOffsetWhereTheLogHasNoMarksYet() {
        topic("id-1", 25);
        killed();
        world.disk.delete(lastRecord());
        world.disk.delete("/data/_millrace/t/0/marks");
        produce(20);
        assertThat(endOfANewOne())
                .get()
                .isInstanceOf(DamagedLogException.class)
                .asString()
                .contains("the group was told that this root has stored offsets up to 25");
        assertThat(stored()).hasSize(25);
    }

    @Test
    void theSinkThatWroteARecordMissesItToo() {
        topic("id-1", 25);
        boolean[] failing = {false};
        SimSink sink = world.sink(
                call -> failing[0] && call.startsWith("create ") ? Fault.FAIL_BEFORE : Fault.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        steps(sink);
        world.disk.delete(lastRecord());
        world.disk.delete("/data/_millrace/t/0/marks");
        world.kafka.forgetGroup();
        failing[0] = true;
        produce(20);
        assertThat(endOf(sink)).get().asString().contains("Going on would store records twice");
        assertThat(stored()).hasSize(25);
    }

    @Test
    void aLogThatWasCopiedToAnotherFileSystemIsNotGoneOnWithUnlessTheUserSaysSo() {
        topic("id-1", 20);
        working().stop();
        world.disk.id = "disk-2";
        produce(20);
        assertThat(endOfANewOne())
                .get()
                .asString()
                .contains("lies on file system disk-2, but was written on disk-1", "--on-other-cluster continue");
        world.rules = new TakeoverRules(FirstOffset.EARLIEST, LostOffsets.STOP, OtherCluster.CONTINUE);
        world.storeEverything();
        Exactness.check(world, "copied");
        world.rules = TakeoverRules.STANDARD;
        produce(20);
        world.storeEverything();
        Exactness.check(world, "the copy is the log now");
    }

    @Test
    void aTopicOfTheSameIdOnAnotherClusterIsNotGoneOnWithUnlessTheUserSaysSo() {
        topic("id-1", 20);
        working().stop();
        world.kafka.cluster = "cluster-2";
        produce(20);
        assertThat(endOfANewOne())
                .get()
                .asString()
                .contains("Kafka cluster cluster-2 is connected", "belongs to Kafka cluster cluster-1");
        world.rules = new TakeoverRules(FirstOffset.EARLIEST, LostOffsets.STOP, OtherCluster.CONTINUE);
        world.storeEverything();
        Exactness.check(world, "restored cluster");
    }

    @Test
    void anotherTopicOnAnotherClusterIsNeverGoneOnWith() {
        world.rules = new TakeoverRules(FirstOffset.EARLIEST, LostOffsets.STOP, OtherCluster.CONTINUE);
        topic("id-1", 20);
        working().stop();
        world.kafka.cluster = "cluster-2";
        topic("id-2", 40);
        assertThat(endOfANewOne()).get().asString().contains("correct --bootstrap-servers");
        assertThat(stored()).hasSize(20);
    }

    /** The file of the last batch of 25 records. */
    private static final String LAST_FILE = "/data/f=0/t-0-20-25.sim";

    @Test
    void aFileThatWasInPlaceAndIsMovedAwayBeforeACrashDoesNotKeepTheNextStartFromGoingOn() {
        topic("id-1", 25);
        killed();
        world.disk.move(LAST_FILE, "/staging-file");
        produce(20);
        assertThat(endOfANewOne()).isEmpty();
        assertThat(stored()).hasSize(47 - 5);
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.MISSING_FILE);
    }

    @Test
    void aFileThatIsMissingStopsTheSinkWhereNobodyKnowsThatItWasEverInPlace() {
        topic("id-1", 25);
        // The process ends after the file was moved, before anything says so.
        SimSink sink = world.sink(
                call -> call.contains("rename /data/_millrace/t/0/marks/") && call.endsWith("005")
                        ? Fault.CRASH_BEFORE
                        : Fault.NONE,
                Optional.empty());
        sink.takeAll();
        assertThat(sink.runWhateverHappens()).get().isInstanceOf(SimulatedCrash.class);
        world.disk.delete(LAST_FILE);
        assertThat(endOfANewOne()).get().asString().contains("neither there nor in the claim folder");
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepARecordFromBeingCommitted() {
        SimWorld aged = new SimWorld(SimSettings.small()
                .withRules(new RollRules(1_000, Long.MAX_VALUE, 5_000, Long.MAX_VALUE, false, 1_000)));
        aged.kafka.createTopic("t", 1, "id-1");
        for (int i = 0; i < 6; i++) {
            aged.kafka.produce(Scenario.ZERO, "f=0");
        }
        SimSink sink = aged.sink(Faults.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        steps(sink);
        aged.clock.set(aged.clock.millis() - 3_600_000);
        aged.clock.advance(5_000);
        sink.step();
        Exactness.check(aged, "clock set back");
    }
}
