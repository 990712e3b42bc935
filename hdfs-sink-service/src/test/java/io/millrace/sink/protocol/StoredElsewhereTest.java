package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.run.StoredElsewhere;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.run.EndTracker;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run until the end believes of partitions that other processes may have: their logs, if they are theirs. */
class StoredElsewhereTest extends ChangingWorld {
    private EndTracker ends() {
        return new EndTracker(world.kafka.ends());
    }

    private void look(EndTracker ends) {
        Map<PartitionId, PartitionFacts> facts = new HashMap<>();
        world.kafka.partitions().forEach(partition -> facts.put(partition, world.kafka.facts(partition)));
        new StoredElsewhere(SimStore.reliable(world.disk), SimWorld.ROOT, world.settings.segmentSize(), facts)
                .look(ends);
    }

    @Test
    void aPartitionThatAnotherProcessHasStoredToItsEndIsDone() {
        topic("id-1", 20);
        EndTracker ends = ends();
        look(ends);
        assertThat(ends.finished()).isFalse();
        world.storeEverything();
        look(ends);
        assertThat(ends.finished()).isTrue();
    }

    @Test
    void theLogOfATopicThatHadTheSameNameSaysNothingOfTheNewOne() {
        topic("id-1", 20);
        world.storeEverything();
        topic("id-2", 20);
        EndTracker ends = ends();
        look(ends);
        assertThat(ends.remaining()).containsExactly(Scenario.ZERO);
    }

    @Test
    void theLogOfATopicOfAnotherClusterSaysNothingOfThisOne() {
        topic("id-1", 20);
        world.storeEverything();
        world.kafka.cluster = "cluster-2";
        EndTracker ends = ends();
        look(ends);
        assertThat(ends.remaining()).containsExactly(Scenario.ZERO);
    }

    @Test
    void anEmptyPartitionIsDoneOnlyOnceItsLogIsBegun() {
        topic("id-1", 20);
        world.storeEverything();
        topic("id-2", 0);
        EndTracker ends = ends();
        look(ends);
        assertThat(ends.remaining()).containsExactly(Scenario.ZERO);
    }

    @Test
    void aDamagedLogIsToldAsWhatItIs() {
        topic("id-1", 25);
        world.storeEverything();
        world.disk.files(LOG, ".json").stream().limit(1).forEach(world.disk::delete);
        assertThatThrownBy(() -> look(ends())).isInstanceOf(DamagedLogException.class);
    }
}
