package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.commit.Takeover.FirstOffset;
import io.millrace.sink.commit.Takeover.LostOffsets;
import io.millrace.sink.commit.Takeover.OtherCluster;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.SimSink;
import org.junit.jupiter.api.Test;

/** Offsets that Kafka deleted before they were stored, and the user knows it. */
class LostOffsetsTest extends ChangingWorld {
    @Test
    void theFirstRecordsBehindLostOffsetsAreCommittedByAgeAsAllOthers() {
        topic("id-1", 20);
        working().stop();
        produce(10);
        world.kafka.deleteBefore(Scenario.ZERO, 28);
        world.rules = new TakeoverRules(FirstOffset.EARLIEST, LostOffsets.CONTINUE, OtherCluster.STOP);
        SimSink sink = working();
        assertThat(stored()).hasSize(20);
        world.clock.advance(60_000);
        sink.step();
        assertThat(stored()).hasSize(22);
        Exactness.checkAudit(world, "behind lost offsets");
    }
}
