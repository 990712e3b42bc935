package io.millrace.sink.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import io.millrace.sink.local.TemporaryFiles;
import io.millrace.sink.port.SpillSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingRowsTest {
    private static final PartitionId PARTITION = new PartitionId("t", 3);
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    private Path folder;

    private record Waits(long offset, ByteBuffer key, ByteBuffer value, List<RecordHeader> headers)
            implements SourceRecord {
        @Override
        public String topic() {
            return PARTITION.topic();
        }

        @Override
        public int partition() {
            return PARTITION.partition();
        }

        @Override
        public long timestampMillis() {
            return offset * 7 - 3;
        }
    }

    private static Waits random(Random random, long offset) {
        List<RecordHeader> headers = new ArrayList<>();
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            headers.add(new RecordHeader(
                    "näme" + i, random.nextBoolean() ? null : bytes(random, 9).array()));
        }
        // Some are longer than the buffers for writing and reading.
        int length = random.nextInt(40) == 0 ? random.nextInt(400_000) : random.nextInt(200);
        return new Waits(
                offset,
                random.nextInt(3) == 0 ? null : bytes(random, random.nextInt(20)),
                random.nextInt(20) == 0 ? null : bytes(random, length),
                headers);
    }

    private static ByteBuffer bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static String text(String name, SourceRecord record) {
        StringBuilder text = new StringBuilder(name + " " + record.topic() + record.partition() + " " + record.offset()
                + " " + record.timestampMillis() + " " + hex(record.key()) + " " + hex(record.value()));
        for (RecordHeader header : record.headers()) {
            text.append(' ').append(header.name()).append('=');
            text.append(header.value() == null ? "null" : HEX.formatHex(header.value()));
        }
        return text.toString();
    }

    private static String hex(ByteBuffer buffer) {
        if (buffer == null) {
            return "null";
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes.length + ":" + java.util.Arrays.hashCode(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 37, 500})
    void rowsComeBackFolderByFolderInTheOrderOfTheirOffsetsWhateverWasSpilled(int count) throws Exception {
        Random random = new Random(count);
        WaitingRows rows = new WaitingRows(PARTITION, new TemporaryFiles(folder));
        // Again after clear: nothing of the first batch may be left.
        for (int batch = 0; batch < 2; batch++) {
            List<List<String>> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                assertThat(rows.addFolder("f=" + i)).isEqualTo(i);
                expected.add(new ArrayList<>());
            }
            for (int offset = 0; offset < 3_000; offset++) {
                int number = random.nextInt(count);
                Waits record = random(random, offset);
                rows.add(number, record);
                expected.get(number).add(text("f=" + number, record));
                if (random.nextInt(400) == 0) {
                    rows.spill();
                    assertThat(rows.spillableBytes()).isZero();
                }
            }
            assertThat(rows.rows()).isEqualTo(3_000);
            List<String> shown = new ArrayList<>();
            rows.forEach((name, record) -> shown.add(text(name, record)), 1);
            assertThat(shown).isEqualTo(expected.stream().flatMap(List::stream).toList());
            rows.clear();
            assertThat(rows.isEmpty()).isTrue();
            assertThat(rows.heldBytes()).isZero();
        }
    }

    @Test
    void nothingIsLeftInTheFolderWhileRowsAreSpilledOrAfterwards() throws Exception {
        Path below = folder.resolve("made/when/needed");
        WaitingRows rows = new WaitingRows(PARTITION, new TemporaryFiles(below));
        rows.addFolder("f");
        rows.add(0, random(new Random(1), 0));
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
        WaitingRows rows = new WaitingRows(PARTITION, failing);
        rows.addFolder("f");
        List<String> expected = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Waits record = random(random, i);
            rows.add(0, record);
            expected.add(text("f", record));
        }

        assertThatThrownBy(rows::spill).hasMessage("No space left on device");
        assertThat(rows.canSpill()).isFalse();
        List<String> shown = new ArrayList<>();
        rows.forEach((name, record) -> shown.add(text(name, record)), 1 << 20);
        assertThat(shown).isEqualTo(expected);
        rows.clear();
        assertThat(rows.canSpill()).isTrue();
    }
}
