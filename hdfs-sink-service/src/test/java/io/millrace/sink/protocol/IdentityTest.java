package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.Takeover.FirstOffset;
import io.millrace.sink.commit.Takeover.LostOffsets;
import io.millrace.sink.commit.Takeover.OtherCluster;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.RollRules;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log belongs to is looked at all along: topic, root and clusters may change under a sink that works. */
class IdentityTest extends ChangingWorld {
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

    @Test
    void aBrokerThatLagsBehindTheControllerStopsNobodyByOneAnswer() {
        world.kafka.lagging = 1;
        topic("id-2", 20);
        SimSink sink = working();
        assertThat(stored()).as("another topic id at the first takeover").hasSize(20);
        world.kafka.lagging = 1;
        produce(20);
        assertThat(endOf(sink)).isEmpty();
        assertThat(stored()).as("at a commit").hasSize(40);
        world.kafka.lagging = 1;
        world.clock.advance(30_000);
        assertThat(endOf(sink)).isEmpty();
        assertThat(world.kafka.lagging).as("at a look that comes by time").isZero();
        produce(20);
        assertThat(endOf(sink)).isEmpty();
        assertThat(sink.stop()).isTrue();
        world.kafka.lagging = 1;
        produce(20);
        assertThat(endOfANewOne()).as("at another one's takeover").isEmpty();
        assertThat(world.kafka.lagging).isZero();
        Exactness.check(world, "after a broker lagged");
    }

    @Test
    void whatKafkaSaysOfTheTopicTwiceIsBelieved() {
        topic("id-2", 20);
        working().stop();
        world.kafka.lagging = 2;
        produce(20);
        assertThat(endOfANewOne()).get().asString().contains("has the id before-id-2", "belongs to id id-2");
        assertThat(stored()).hasSize(20);
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

    @Test
    void whoeverGoesOnWhereTheRootWasMakesNoFoldersOfALog() {
        topic("id-1", 20);
        SimSink sink = world.sink(
                call -> {
                    if (call.startsWith("createFolder /data/_millrace/t/0/tmp/0")) {
                        world.disk.move("/data", "/moved");
                    }
                    return Fault.NONE;
                },
                Optional.of(world.kafka.ends()));
        sink.takeAll();
        assertThat(sink.runWhateverHappens()).get().asString().contains(LOG + " is gone");
        assertThat(world.disk.toString()).contains("/moved/_millrace").doesNotContain("/data/_millrace");
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

    @Test
    void aPartitionThatIsAddedIsStoredFromItsBeginningThoughTheTopicWasBegunAtItsEnd() {
        world.rules = new TakeoverRules(FirstOffset.LATEST, LostOffsets.STOP, OtherCluster.STOP);
        world.kafka.createTopic("t", 2, "id-1");
        world.kafka.produce(Scenario.ZERO, "f=0");
        world.kafka.produce(Scenario.ONE, "f=0");
        world.storeEverything();
        assertThat(stored()).isEmpty();
        PartitionId added = new PartitionId("t", 2);
        world.kafka.addPartition(added);
        for (int i = 0; i < 7; i++) {
            world.kafka.produce(added, "f=0");
        }
        world.storeEverything();
        assertThat(stored()).hasSize(7).allMatch(line -> line.startsWith("t 2 "));
        Exactness.checkAudit(world, "a partition added");
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

    @Test
    void theEndOfASinkWhoseTopicWasMadeAnewTellsTheGroupNothingOfTheNewTopic() {
        topic("id-1", 20);
        SimSink sink = working();
        topic("id-2", 30);
        assertThat(endOf(sink)).get().asString().contains("was deleted and created again");
        world.disk.delete("/data");
        world.storeEverything();
        Exactness.check(world, "the old topic's control folder and files were moved away");
    }
}
