package io.millrace.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.SimWorld;
import io.millrace.stream.PartitionFacts;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What contradicts Kafka is found. */
class KafkaComparisonTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);

    private final SimWorld world = SimWorld.small();

    @BeforeEach
    void store() {
        world.kafka.createTopic("t", 1, "id-1");
        for (int i = 0; i < 55; i++) {
            world.kafka.produce(ZERO, "f=" + i / 20);
        }
        world.storeEverything();
    }

    private AuditReport against(String cluster, String topicId, long beginning, long end) {
        Map<PartitionId, PartitionFacts> facts = Map.of(ZERO, new PartitionFacts(cluster, topicId, 1, beginning, end));
        return KafkaComparison.compare(Exactness.audit(world), facts, facts);
    }

    @Test
    void theSameTopicIsCleanAndItsLagIsCounted() {
        AuditReport report = against("cluster-1", "id-1", 10, 60);
        assertThat(report.clean()).isTrue();
        assertThat(report.partitions().get(0).lag()).hasValue(5);
    }

    @Test
    void aTopicThatWasMadeAnewIsAFaultAndAllOfItIsStillToBeStored() {
        AuditReport report = against("cluster-1", "id-2", 0, 70);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.OTHER_TOPIC);
            assertThat(finding.message()).contains("topic id id-1", "has the id id-2", "deleted and created again");
        });
        assertThat(report.partitions().get(0).lag()).hasValue(70);
    }

    @Test
    void anotherClusterIsAFault() {
        assertThat(against("cluster-2", "id-1", 0, 55).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.OTHER_CLUSTER);
    }

    @Test
    void offsetsThatKafkaDoesNotHaveOrHasNoMoreAreFaults() {
        assertThat(against("cluster-1", "id-1", 0, 54).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.BEYOND_KAFKA);
        assertThat(against("cluster-1", "id-1", 56, 60).findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.LOST_BY_RETENTION);
    }

    private AuditReport between(PartitionFacts before, Map<PartitionId, PartitionFacts> after) {
        return KafkaComparison.compare(Exactness.audit(world), Map.of(ZERO, before), after);
    }

    @Test
    void whatComesAndGoesInKafkaWhileFilesAreReadIsNoFault() {
        PartitionFacts before = new PartitionFacts("cluster-1", "id-1", 1, 40, 50);
        AuditReport report = between(before, Map.of(ZERO, new PartitionFacts("cluster-1", "id-1", 1, 90, 100)));
        assertThat(report.findings()).isEmpty();
        assertThat(report.partitions().get(0).lag()).hasValue(0);
    }

    @Test
    void aTopicThatIsDeletedOrMadeAnewMeanwhileContradictsNothing() {
        PartitionFacts before = new PartitionFacts("cluster-1", "id-1", 1, 0, 60);
        assertThat(between(before, Map.of()).findings()).isEmpty();
        assertThat(between(before, Map.of(ZERO, new PartitionFacts("cluster-1", "id-2", 1, 0, 3)))
                        .findings())
                .isEmpty();
    }
}
