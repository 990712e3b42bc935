package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSettings;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.write.RollRules;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formula of docs/sink.md: no commit has more than one file of a folder, whatever the order of the records. */
class FilesPerFolderTest {
    private static SimWorld world(int recordsPerPoll, int openFiles, int filesPerBatch) {
        SimSettings small = SimSettings.small();
        return new SimWorld(new SimSettings(
                small.format(),
                new RollRules(Long.MAX_VALUE, Long.MAX_VALUE, 60_000_000, Long.MAX_VALUE, false, filesPerBatch),
                small.badRecords(),
                64,
                openFiles,
                1 << 20,
                recordsPerPoll));
    }

    @ParameterizedTest
    @CsvSource({"1,5000,128", "128,5000,128", "1000,20000,128", "1000,5000,1"})
    void aFolderGetsOneFileWhateverTheNumberOfFoldersAndTheirOrder(int folders, int records, int openFiles) {
        check(folders, records, openFiles);
    }

    @Test
    @Tag("thorough")
    void aFolderGetsOneFileThoughThereAreAHundredThousand() {
        check(100_000, 150_000, 128);
    }

    private static void check(int folders, int records, int openFiles) {
        SimWorld world = world(2_000, openFiles, 200_000);
        world.kafka.createTopic("t", 1, "id-1");
        Random random = new Random(folders);
        int[] order = IntStream.range(0, records)
                .map(i -> i < folders ? i : random.nextInt(folders))
                .toArray();
        for (int i = records - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        for (int folder : order) {
            world.kafka.produce(Scenario.ZERO, "f=" + folder);
        }
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        sink.runToEnd();

        assertThat(Exactness.audit(world).totals().files()).isEqualTo(folders);
        assertThat(Exactness.stored(world, "many folders")).hasSize(records);
    }

    @Test
    void aTrickleOverMorePartitionsThanFilesMayBeOpenIsOneFileForEachPartitionAndCommit() {
        SimWorld world = world(1, 128, 1_000);
        world.kafka.createTopic("t", 240, "id-1");
        for (int round = 0; round < 4; round++) {
            for (int partition = 0; partition < 240; partition++) {
                world.kafka.produce(new PartitionId("t", partition), "");
            }
        }
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        sink.runToEnd();

        assertThat(Exactness.audit(world).totals().files()).isEqualTo(240);
        Exactness.check(world, "240 partitions");
    }
}
