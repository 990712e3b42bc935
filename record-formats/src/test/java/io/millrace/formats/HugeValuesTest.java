package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Heap is counted in bytes, whatever a row has, and one record never takes more than it may. */
class HugeValuesTest {
    private static final int MIB = 1 << 20;

    private static TopicFormat texts(FileKind files, Compression compression, long room) {
        return TopicFormats.create(
                Settings.of(Values.TEXT, files).compression(compression).build(), "t", room);
    }

    private static TestRecord text(Random random, int length) {
        byte[] raw = new byte[length * 3 / 4];
        random.nextBytes(raw);
        return TestRecord.of(Base64.getEncoder().encode(raw));
    }

    @Test
    void aFileSaysAfterEachHugeValueWhatItHolds() throws Exception {
        TopicFormat format = texts(FileKind.PARQUET, Compression.SNAPPY, Long.MAX_VALUE);
        DataFile file = format.open(OutputStream.nullOutputStream());
        Random random = new Random(1);
        for (int i = 1; i <= 9; i++) {
            format.route(text(random, 2 * MIB));
            assertThat(format.neededBytes()).isGreaterThan(8 * MIB);
            file.append();

            assertThat(file.bufferedBytes()).isGreaterThan(i * 14 * MIB / 10);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aRowGroupOfHugeValuesEndsByItsBytesAndLetsGoOfThem(Compression compression) throws Exception {
        TopicFormat format = texts(FileKind.PARQUET, compression, Long.MAX_VALUE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        Random random = new Random(1);
        long most = 0;
        int rows = 0;
        while (out.size() < 60 * MIB && rows < 200) {
            format.route(text(random, MIB));
            file.append();
            most = Math.max(most, file.bufferedBytes());
            rows++;
        }

        assertThat(rows).isBetween(60, 100);
        assertThat(most).isLessThan(80L * MIB);
        assertThat(file.bufferedBytes()).isLessThan(4L * MIB);
        file.finish();
        assertThat(ParquetRows.read(out.toByteArray())).hasSize(rows);
    }

    @Test
    void aValueThatNeedsMoreHeapThanOneRecordMayHaveIsABadRecord() throws Exception {
        TopicFormat format = texts(FileKind.PARQUET, Compression.NONE, 10 * MIB);
        format.route(text(new Random(1), 2 * MIB));

        assertThatThrownBy(() -> format.route(text(new Random(1), 3 * MIB)))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("value has 3145728 bytes, must have at most 2097152 for what its format needs in this heap;"
                        + " a larger heap (-Xmx) takes it");
        assertThat(format.route(text(new Random(1), 100))).isEmpty();
    }

    @Test
    void aLineNeedsLittleMoreThanItsRecord() throws Exception {
        TopicFormat format = texts(FileKind.TEXT, Compression.NONE, 10 * MIB);
        format.route(text(new Random(1), 9 * MIB));
        assertThatThrownBy(() -> format.route(text(new Random(1), 11 * MIB))).isInstanceOf(BadRecordException.class);
    }

    @Test
    void anIndentedTextThatGrowsBeyondTheRoomIsABadRecord() throws Exception {
        TopicFormat format =
                TopicFormats.create(Settings.of(Values.JSON, FileKind.JSON).build(), "t", 10 * MIB);
        // Each number gets a line with two blanks for each of the arrays around it.
        String nested = "[".repeat(900) + "1,".repeat(20_000) + "1" + "]".repeat(900);

        assertThatThrownBy(() -> format.route(TestRecord.of(nested)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("bytes of heap");
        format.route(TestRecord.of("[1]"));
    }

    @Test
    void aListOfMorePartsThanTheHeapHoldsIsABadRecordAndTheNextOneIsNot() throws Exception {
        String schema = getClass().getResource("/numbers.avsc").getPath();
        TopicFormat format = TopicFormats.create(
                Settings.of(Values.JSON, FileKind.PARQUET).schema(schema).build(), "t", 50 * MIB);
        String many = "{\"numbers\":[" + "1,".repeat(1_000_000) + "1]}";

        assertThatThrownBy(() -> format.route(TestRecord.of(many)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("so many parts");
        byte[] good = Written.bytes(format, TestRecord.of("{\"numbers\":[1,2]}"));
        assertThat(ParquetRows.read(good).get(0).toString()).contains("element: 2");
    }

    @Test
    void lineEndsWithinLongTextsAreStillTwoCharacters() throws Exception {
        byte[] value = new byte[200_000];
        Arrays.fill(value, (byte) '\n');
        String line = Written.text(texts(FileKind.TEXT, Compression.NONE, MIB), TestRecord.of(value));
        assertThat(line).isEqualTo("\\n".repeat(199_999) + "\n");
        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSize(2 * 199_999 + 1);
    }
}
