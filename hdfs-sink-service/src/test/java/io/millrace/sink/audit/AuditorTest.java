package io.millrace.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.sim.SimulatedCrash;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault that can be made by hand is found, and nothing is found where nothing is wrong. */
class AuditorTest {
    private final SimWorld world = SimWorld.small();

    @BeforeEach
    void store() {
        world.kafka.createTopic("t", 1, "id-1");
        for (int i = 0; i < 55; i++) {
            world.kafka.produce(new PartitionId("t", 0), "f=" + i / 20);
        }
        world.storeEverything();
    }

    private List<String> data() {
        return world.disk.files("/data/f=1", ".sim");
    }

    private List<Kind> kinds() {
        return Exactness.audit(world).findings().stream().map(Finding::kind).toList();
    }

    @Test
    void aCleanRunHasNoFault() {
        assertThat(kinds()).isEmpty();
        assertThat(Exactness.audit(world).totals().rows()).isEqualTo(55);
    }

    @Test
    void aDeletedFileIsFound() {
        world.disk.delete(data().get(0));
        assertThat(kinds()).containsExactly(Kind.MISSING_FILE);
    }

    @Test
    void aCopyOfAFileIsFound() throws IOException {
        world.disk.put("/data/f=1/copy.sim", world.disk.read(data().get(0)));
        assertThat(kinds()).containsExactly(Kind.UNKNOWN_FILE);
    }

    @Test
    void aCopyInAFolderOfItsOwnIsFound() throws IOException {
        world.disk.put("/data/f=1/sub/copy.sim", world.disk.read(data().get(0)));
        assertThat(kinds()).containsExactly(Kind.UNKNOWN_FILE);
    }

    @Test
    void theOutputOfAJobIsNobodysBusiness() throws IOException {
        world.disk.put("/data/counts/part-r-00000", new byte[] {1});
        assertThat(kinds()).isEmpty();
    }

    @Test
    void aShortenedFileIsFound() throws IOException {
        String path = data().get(0);
        byte[] bytes = world.disk.read(path);
        world.disk.put(path, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(kinds()).containsExactly(Kind.WRONG_LENGTH);
    }

    @Test
    void anAlteredFileOfTheSameLengthIsFound() throws IOException {
        String path = data().get(0);
        byte[] bytes = world.disk.read(path);
        bytes[3] ^= 1;
        world.disk.put(path, bytes);
        assertThat(kinds()).containsExactly(Kind.ALTERED_FILE);
    }

    @Test
    void aMissingCommitRecordIsFound() {
        List<String> log = world.disk.files("/data/_millrace/t/0/log", ".json");
        world.disk.delete(log.get(log.size() - 2));
        assertThat(kinds()).contains(Kind.MISSING_RECORD);
    }

    @Test
    void aDamagedCommitRecordIsFound() throws IOException {
        String path = world.disk.files("/data/_millrace/t/0/log", ".json").get(0);
        byte[] bytes = world.disk.read(path);
        bytes[bytes.length - 20] ^= 1;
        world.disk.put(path, bytes);
        assertThat(kinds()).contains(Kind.DAMAGED_RECORD, Kind.MISSING_RECORD);
    }

    /** A process that dies after the last commit record is published and before its file is moved. */
    private void committedButNotMoved() {
        for (int i = 0; i < 5; i++) {
            world.kafka.produce(new PartitionId("t", 0), "f=1");
        }
        SimSink sink = world.sink(
                call -> call.contains("-> /data/f=1/") ? Fault.CRASH_BEFORE : Fault.NONE,
                Optional.of(world.kafka.ends()));
        sink.takeAll();
        assertThat(sink.runWhateverHappens()).get().isInstanceOf(SimulatedCrash.class);
    }

    @Test
    void aCommittedFileThatIsNotInPlaceIsAFaultOfItsOwnKind() {
        committedButNotMoved();
        AuditReport report = Exactness.audit(world);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NOT_IN_PLACE);
            assertThat(finding.message()).contains("readers do not see 5 records of offsets 55 to 59");
        });
        assertThat(report.partitions().get(0).pendingFiles()).isEqualTo(1);
        world.storeEverything();
        assertThat(kinds()).isEmpty();
    }

    @Test
    void aFileThatItsOwnerIsAboutToMoveIsGivenAMoment() throws IOException {
        committedButNotMoved();
        int[] pauses = {0};
        Runnable pause = () -> {
            if (++pauses[0] == Auditor.PATIENCE) {
                world.storeEverything();
            }
        };
        AuditReport report = new Auditor(SimStore.reliable(world.disk), SimWorld.ROOT, Depth.CONTENTS, pause).audit();
        assertThat(pauses[0]).isEqualTo(Auditor.PATIENCE);
        assertThat(report.findings()).isEmpty();
        assertThat(report.partitions().get(0).pendingFiles()).isZero();
    }

    @Test
    void aMissingArchiveIsFound() {
        world.disk.delete(
                world.disk.files("/data/_millrace/t/0/archive", ".jsonl").get(0));
        assertThat(kinds()).contains(Kind.MISSING_RECORD);
    }
}
