package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small schemas of writers that say more than a machine can hold or do. */
class HostileSchemasTest extends GrowingTopic {
    @TempDir
    private Path folder;

    private TopicFormat wantingOnlyA() throws Exception {
        Path schema = Files.writeString(
                folder.resolve("r.avsc"),
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + field("a", "\"int\"", "5") + "]}");
        FormatSettings settings = Settings.of(Values.AVRO, FileKind.JSONL)
                .schema(schema.toString())
                .frame(FrameKind.CONFLUENT)
                .build();
        return TopicFormats.create(
                settings, "t", Long.MAX_VALUE, new FormatAids(new FoundFrames(note -> {}), Optional.of(registry)));
    }

    /** Fields f1, f2, ... whose records are made of the record before. */
    private static String[] chain(int records, String first, IntFunction<String> fields) {
        String[] all = new String[records + 1];
        all[0] = field("f0", "{\"type\":\"record\",\"name\":\"R0\",\"fields\":[" + first + "]}");
        for (int i = 1; i <= records; i++) {
            all[i] = field(
                    "f" + i, "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[" + fields.apply(i - 1) + "]}");
        }
        return all;
    }

    private static IntFunction<String> twice() {
        return i -> field("x", "\"R" + i + "\"") + "," + field("y", "\"R" + i + "\"");
    }

    private static TestRecord framed(int id, byte[] body) {
        return TestRecord.of(
                ByteBuffer.allocate(5 + body.length).putInt(1, id).put(5, body).array());
    }

    @Test
    void recordsOfNoBytesAreCounted() throws Exception {
        schema(1, chain(60, "", twice()));
        TopicFormat format = wantingOnlyA();

        assertThatThrownBy(() -> format.route(framed(1, new byte[0])))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("value has more than 1048576 parts that take no bytes");
    }

    @Test
    void listsWithinListsHaveAnEnd() throws Exception {
        String open = "{\"type\":\"array\",\"items\":".repeat(300);
        String close = "}".repeat(300);
        schema(1, chain(40, "", i -> field("x", open + "\"R" + i + "\"" + close)));
        TopicFormat format = wantingOnlyA();
        byte[] body = new byte[40_000];
        Arrays.fill(body, (byte) 2);
        // The fields before are empty lists.
        Arrays.fill(body, 0, 39, (byte) 0);

        assertThatThrownBy(() -> format.route(framed(1, body)))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("value is nested more than 1000 levels deep");
    }

    @Test
    void columnsAreCounted() throws Exception {
        schema(1, chain(60, field("x", "\"int\""), twice()));
        TopicFormat format = format(FileKind.PARQUET);

        assertThatThrownBy(() -> format.route(framed(1, new byte[100])))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("it has more than 10000 columns");
        schema(2, field("a", "\"int\""));
        assertThat(format.route(framed(2, new byte[] {2}))).isEmpty();
    }

    @Test
    void recordsWithinRecordsHaveAnEnd() throws Exception {
        schema(1, chain(300, field("x", "\"int\""), i -> field("x", "\"R" + i + "\"")));
        TopicFormat format = format(FileKind.PARQUET);

        assertThatThrownBy(() -> format.route(framed(1, new byte[100])))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("is nested in more than 100 records");
    }
}
