package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.RollReason;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.RollRules;
import io.millrace.sink.write.SinkEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each commit says what had it made. */
class RollReasonsTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final List<RollReason> reasons = new ArrayList<>();

    private SimWorld world(RollRules rules) {
        return world(SimSettings.small().withRules(rules));
    }

    private SimWorld world(SimSettings settings) {
        return heard(new SimWorld(settings));
    }

    private SimWorld heard(SimWorld world) {
        world.events = new SinkEvents() {
            @Override
            public void committed(PartitionId partition, CommitRecord record, long millis) {
                reasons.add(record.reason().orElseThrow());
            }
        };
        return world;
    }

    private static void produce(SimWorld world, String... texts) {
        world.kafka.createTopic("t", 1, "id-1");
        for (String text : texts) {
            world.kafka.produce(Scenario.ZERO, text);
        }
    }

    @Test
    void whatIsFullSaysByWhat() {
        SimWorld world = world(new RollRules(2, NEVER, NEVER, NEVER, false, 1_000));
        produce(world, "", "", "", "", "");
        world.storeEverything();
        assertThat(reasons).containsExactly(RollReason.RECORDS, RollReason.RECORDS, RollReason.RELEASE);
        reasons.clear();

        world = world(new RollRules(NEVER, 1, NEVER, NEVER, false, 1_000));
        produce(world, "", "");
        world.storeEverything();
        assertThat(reasons).containsOnly(RollReason.SIZE);
    }

    @Test
    void waitingForLongIsAgeAndNothingMoreIsIdle() {
        for (RollReason reason : List.of(RollReason.AGE, RollReason.IDLE)) {
            long age = reason == RollReason.AGE ? 100 : NEVER;
            SimWorld world = world(new RollRules(NEVER, NEVER, age, 100, false, 1_000));
            produce(world, "", "");
            SimSink sink = world.sink(Faults.NONE, Optional.empty());
            sink.takeAll();
            sink.start();
            for (int i = 0; i < 40; i++) {
                sink.step();
            }
            assertThat(reasons).containsExactly(reason);
            reasons.clear();
        }
    }

    @Test
    void moreFoldersThanABatchMayHaveFilesIsFiles() {
        SimWorld world = world(new RollRules(NEVER, NEVER, NEVER, NEVER, false, 2));
        produce(world, "f=0", "f=1", "f=2");
        world.storeEverything();
        assertThat(reasons).containsExactly(RollReason.FILES, RollReason.RELEASE);
    }

    @Test
    void otherColumnsAreColumns() {
        SimWorld world = heard(Scenario.growingAvro("", 10).world().get());
        world.storeEverything();
        assertThat(reasons).contains(RollReason.COLUMNS);
    }
}
