package io.millrace.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.audit.Finding.Kind;
import io.millrace.sink.port.PartitionId;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.SimWorld;
import java.io.IOException;
import java.util.List;
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

    @Test
    void aMissingArchiveIsFound() {
        world.disk.delete(
                world.disk.files("/data/_millrace/t/0/archive", ".jsonl").get(0));
        assertThat(kinds()).contains(Kind.MISSING_RECORD);
    }
}
