package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.audit.Finding;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.commit.Takeover.FirstOffset;
import io.millrace.sink.commit.Takeover.LostOffsets;
import io.millrace.sink.commit.Takeover.OtherCluster;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Commit records and files that are not where they were: what the traces beside the log tell of them. */
class TracesTest extends ChangingWorld {
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

    /** A whole root from a backup is older than what the group was told: with another group it is gone on with. */
    @Test
    void aRootThatWasPutBackAsAWholeIsGoneOnWithOnceTheGroupsOffsetsAreDeleted() {
        topic("id-1", 20);
        working().stop();
        world.disk.copy("/data", "/backup");
        produce(20);
        world.storeEverything();
        world.disk.delete("/data");
        world.disk.move("/backup", "/data");
        assertThat(endOfANewOne()).get().asString().contains("put back to an earlier state on purpose");
        world.kafka.forgetGroup();
        world.storeEverything();
        Exactness.check(world, "restored");
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
    void aFileThatIsMissingKeepsNobodyFromGoingOnWhereNobodyKnowsThatItWasEverInPlace() {
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
        produce(20);
        assertThat(endOfANewOne()).isEmpty();
        assertThat(stored()).hasSize(45 - 5);
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.MISSING_FILE);
    }

    @Test
    void aFileThatAReaderTakesWhileANextOwnerComesIsNoDamageIfTheFormerOneHadItInPlace() {
        topic("id-1", 20);
        SimSink former = working();
        produce(5);
        SimSink next = world.sink(
                call -> {
                    // The marks were read, the log was not yet.
                    if (call.startsWith("announced ") && !world.disk.exists(LAST_FILE)) {
                        steps(former);
                        world.disk.move(LAST_FILE, "/staging-file");
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        world.group.abandon(former.source);
        next.takeAll();
        next.runToEnd();
        assertThat(stored()).hasSize(20);
        assertThat(Exactness.audit(world).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.MISSING_FILE);
    }

    /** Its claim stays behind, and must not be taken for a reason to go on from there. */
    @Test
    void aLogThatWasBegunWhereItMayNotBeginIsRefusedByTheNextProcessToo() {
        topic("id-1", 20);
        TakeoverRules latest = new TakeoverRules(FirstOffset.LATEST, LostOffsets.STOP, OtherCluster.STOP);
        world.rules = latest;
        SimSink[] late = new SimSink[1];
        late[0] = world.sink(
                call -> {
                    if (call.startsWith("facts ") && !world.disk.exists("/moved")) {
                        world.group.abandon(late[0].source);
                        world.rules = TakeoverRules.STANDARD;
                        working().stop();
                        world.disk.move("/data", "/moved");
                        produce(5);
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        late[0].takeAll();
        assertThat(late[0].runWhateverHappens()).get().asString().contains("the group knows", "up to offset 20");
        world.rules = latest;
        assertThat(endOfANewOne()).get().asString().contains("the group knows", "up to offset 20");
    }

    @Test
    void aFolderOfTheLogIsMadeOnlyByAnOwnerWhoseFolderOfTemporaryFilesIsThere() {
        topic("id-1", 20);
        List<String> calls = new ArrayList<>();
        SimSink sink = world.sink(
                call -> {
                    if (call.contains("/commit-3.json") || call.contains("/log/0000000000000000001")) {
                        calls.add(call);
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        sink.takeAll();
        sink.runToEnd();
        assertThat(calls).first().asString().startsWith("create ").endsWith("/commit-3.json");
    }
}
