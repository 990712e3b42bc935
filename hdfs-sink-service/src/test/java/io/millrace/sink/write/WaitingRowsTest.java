package io.millrace.sink.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.FileKind;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.TopicFormat;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.Compression;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.sink.local.TemporaryFiles;
import io.millrace.sink.port.SpillSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingRowsTest {
    private static final PartitionId PARTITION = new PartitionId("t", 3);

    @TempDir
    private Path folder;

    private final TopicFormat format =
            TopicFormats.create(FormatSettings.of(Values.TEXT, FileKind.TEXT, Compression.NONE), PARTITION.topic());

    /** Has routed a line of random length. Some are longer than the buffers for writing and reading. */
    private static String route(TopicFormat format, Random random, long offset) throws Exception {
        byte[] value = new byte[random.nextInt(40) == 0 ? random.nextInt(400_000) : random.nextInt(200)];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) ('a' + random.nextInt(26));
        }
        format.route(new HeldRecord(PARTITION, offset, 0, null, value, List.of()));
        return text(format, offset);
    }

    private static String text(TopicFormat format, long offset) {
        Bytes line = new Bytes(16);
        format.keep(line);
        assertThat(format.keptBytes()).isEqualTo(line.size);
        return offset + " " + line.size + ":" + Arrays.hashCode(Arrays.copyOf(line.array, line.size));
    }

    private static String text(TopicFormat format, WaitingRow row) {
        row.restore(format, PARTITION.partition());
        return text(format, row.offset());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 37, 500})
    void rowsComeBackFolderByFolderInTheOrderOfTheirOffsetsWhateverWasSpilled(int count) throws Exception {
        Random random = new Random(count);
        WaitingRows rows = new WaitingRows(new TemporaryFiles(folder));
        // Again after clear: nothing of the first batch may be left.
        for (int batch = 0; batch < 2; batch++) {
            List<List<String>> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                assertThat(rows.addFolder("f=" + i)).isEqualTo(i);
                expected.add(new ArrayList<>());
            }
            for (int offset = 0; offset < 3_000; offset++) {
                int number = random.nextInt(count);
                expected.get(number).add("f=" + number + " " + route(format, random, offset));
                rows.add(number, offset, format);
                if (random.nextInt(400) == 0) {
                    rows.spill();
                    assertThat(rows.spillableBytes()).isZero();
                }
            }
            assertThat(rows.rows()).isEqualTo(3_000);
            List<String> shown = new ArrayList<>();
            rows.forEach((name, row) -> shown.add(name + " " + text(format, row)), 1);
            assertThat(shown).isEqualTo(expected.stream().flatMap(List::stream).toList());
            rows.clear();
            assertThat(rows.isEmpty()).isTrue();
            assertThat(rows.heldBytes()).isZero();
        }
    }

    @Test
    void nothingIsLeftInTheFolderWhileRowsAreSpilledOrAfterwards() throws Exception {
        Path below = folder.resolve("made/when/needed");
        WaitingRows rows = new WaitingRows(new TemporaryFiles(below));
        rows.addFolder("f");
        route(format, new Random(1), 0);
        rows.add(0, 0, format);
        rows.spill();

        assertThat(rows.spilledBytes()).isPositive();
        try (Stream<Path> files = Files.list(below)) {
            assertThat(files).isEmpty();
        }
        rows.clear();
        assertThat(rows.spilledBytes()).isZero();
    }

    @Test
    void aDiskThatTakesHalfARunLosesNothing() throws Exception {
        SpillSpace failing = () -> new SpillSpace.SpillFile() {
            private int appends;

            @Override
            public void append(byte[] bytes, int offset, int length) throws IOException {
                if (++appends > 1) {
                    throw new IOException("No space left on device");
                }
            }

            @Override
            public void read(long position, byte[] into, int offset, int length) {
                throw new AssertionError("nothing was spilled");
            }

            @Override
            public void close() {
                appends = 0;
            }
        };
        WaitingRows rows = new WaitingRows(failing);
        rows.addFolder("f");
        List<String> expected = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            expected.add("f " + route(format, random, i));
            rows.add(0, i, format);
        }

        assertThatThrownBy(rows::spill).hasMessage("No space left on device");
        assertThat(rows.canSpill()).isFalse();
        List<String> shown = new ArrayList<>();
        rows.forEach((name, row) -> shown.add(name + " " + text(format, row)), 1 << 20);
        assertThat(shown).isEqualTo(expected);
        rows.clear();
        assertThat(rows.canSpill()).isTrue();
    }
}
