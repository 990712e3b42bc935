package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files whose columns are those of the schemas that wrote the values. */
class GrowingColumnsTest extends GrowingTopic {
    @Test
    void anAddedFieldEndsTheFileAndOlderRecordsGetItsDefault() throws Exception {
        schema(1, field("a", "\"int\""));
        schema(2, field("a", "\"int\""), field("b", "\"string\"", "\"none\""), field("c", "\"long\""));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"a\":1}"),
                        record(2, "{\"a\":2,\"b\":\"x\",\"c\":9}"),
                        record(1, "{\"a\":3}"),
                        record(2, "{\"a\":4,\"b\":\"y\",\"c\":8}")))
                .containsExactly(
                        "{\"a\":1}\n",
                        "{\"a\":2,\"b\":\"x\",\"c\":9}\n{\"a\":3,\"b\":\"none\",\"c\":null}\n{\"a\":4,\"b\":\"y\",\"c\":8}\n");
    }

    @Test
    void aDefaultThatIsNoneOfItsTypeIsNoMatterOfTheRecordsThatHaveTheField() throws Exception {
        schema(1, field("a", "\"int\"", "\"none\""));
        schema(2, field("b", "\"int\""));
        TestRecord first = TestRecord.of(new byte[] {0, 0, 0, 0, 1, 2});

        assertThat(files(format(FileKind.JSONL), first, record(2, "{\"b\":1}")))
                .containsExactly("{\"a\":1}\n", "{\"a\":null,\"b\":1}\n");
    }

    @Test
    void aDroppedFieldStaysAndIsNullOrItsDefault() throws Exception {
        schema(1, field("a", "\"int\""), field("b", "\"int\"", "5"), field("c", "\"string\""));
        schema(2, field("a", "\"int\""));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"a\":1,\"b\":1,\"c\":\"x\"}"),
                        record(2, "{\"a\":2}"),
                        record(1, "{\"a\":3,\"b\":3,\"c\":\"z\"}")))
                .containsExactly(
                        "{\"a\":1,\"b\":1,\"c\":\"x\"}\n",
                        "{\"a\":2,\"b\":5,\"c\":null}\n{\"a\":3,\"b\":3,\"c\":\"z\"}\n");
    }

    @Test
    void typesWidenAndOlderRecordsArePromoted() throws Exception {
        schema(1, field("a", "\"int\""), field("e", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"X\"]}"));
        schema(
                2,
                field("a", "[\"null\",\"double\"]"),
                field("e", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"Y\",\"X\"]}"));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"a\":1,\"e\":\"X\"}"),
                        record(2, "{\"a\":null,\"e\":\"Y\"}"),
                        record(1, "{\"a\":3,\"e\":\"X\"}")))
                .containsExactly("{\"a\":1,\"e\":\"X\"}\n", "{\"a\":null,\"e\":\"Y\"}\n{\"a\":3.0,\"e\":\"X\"}\n");
    }

    @Test
    void aRenamedFieldIsOneColumn() throws Exception {
        schema(1, field("customer", "\"string\""));
        schema(2, "{\"name\":\"buyer\",\"type\":\"string\",\"aliases\":[\"customer\"]}");

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"customer\":\"ann\"}"),
                        record(2, "{\"buyer\":\"bob\"}"),
                        record(1, "{\"customer\":\"cleo\"}")))
                .containsExactly("{\"customer\":\"ann\"}\n", "{\"buyer\":\"bob\"}\n{\"buyer\":\"cleo\"}\n");
    }

    @Test
    void nestedRecordsAndUnionsGrowToo() throws Exception {
        String inner = "{\"type\":\"record\",\"name\":\"I\",\"fields\":[%s]}";
        schema(
                1,
                field("in", "[\"null\"," + inner.formatted(field("x", "\"int\"")) + "]"),
                field("u", "[\"int\",\"string\"]"));
        schema(
                2,
                field("in", "[\"null\"," + inner.formatted(field("x", "\"long\"") + "," + field("y", "\"int\"")) + "]"),
                field("u", "[\"string\",\"long\",\"boolean\"]"));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"in\":{\"I\":{\"x\":1}},\"u\":{\"int\":1}}"),
                        record(2, "{\"in\":{\"I\":{\"x\":2,\"y\":2}},\"u\":{\"boolean\":true}}"),
                        record(1, "{\"in\":{\"I\":{\"x\":3}},\"u\":{\"string\":\"s\"}}")))
                .containsExactly(
                        "{\"in\":{\"x\":1},\"u\":{\"member0\":1}}\n",
                        "{\"in\":{\"x\":2,\"y\":2},\"u\":{\"member2\":true}}\n"
                                + "{\"in\":{\"x\":3,\"y\":null},\"u\":{\"member1\":\"s\"}}\n");
    }

    @Test
    void schemasThatSayTheSameDoNotEndAFile() throws Exception {
        schema(1, field("a", "\"int\""), field("b", "[\"null\",\"int\"]", "null"));
        schema(2, field("b", "[\"null\",\"int\"]", "null"), field("a", "\"int\""));
        schema(3, field("a", "\"int\""));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"a\":1,\"b\":null}"),
                        record(2, "{\"b\":{\"int\":2},\"a\":2}"),
                        record(3, "{\"a\":3}")))
                .hasSize(1);
    }

    @Test
    void whatCannotBeResolvedIsABadRecordAndTheFileGoesOn() throws Exception {
        schema(7, field("a", "\"int\""));
        schema(8, field("a", "\"string\""));
        TopicFormat format = format(FileKind.PARQUET);
        format.route(record(7, "{\"a\":1}"));

        assertThatThrownBy(() -> format.changesColumns(record(8, "{\"a\":\"x\"}")))
                .isInstanceOf(BadRecordException.class)
                .hasMessage(
                        "field 'a' is string in schema 8 of the registry, which cannot become int of schema 7 of the"
                                + " registry");
        assertThat(format.changesColumns(record(7, "{\"a\":2}"))).isFalse();
    }

    @Test
    void aSchemaThatNoColumnsHoldIsABadRecord() throws Exception {
        schema(1, field("a", "[\"null\",\"R\"]"));
        TopicFormat format = format(FileKind.PARQUET);

        assertThatThrownBy(() -> format.route(record(1, "{\"a\":null}")))
                .hasMessage("schema 'schema 1 of the registry': field 'a' contains itself, which columns cannot");
    }

    @Test
    void eachPartitionHasTheColumnsOfWhatItHasSeen() throws Exception {
        schema(1, field("a", "\"int\""));
        schema(2, field("a", "\"int\""), field("b", "\"int\"", "0"));
        TopicFormat format = format(FileKind.JSONL);
        TestRecord old = record(1, "{\"a\":1}");
        TestRecord young = record(2, "{\"a\":2,\"b\":2}");

        format.route(old.at(0, 0));
        format.route(young.at(1, 0));
        assertThat(files(format, old.at(0, 0)))
                .as("what waits there is written as it was")
                .containsExactly("{\"a\":1}\n");
        assertThat(format.changesColumns(young.at(0, 0))).isTrue();
        assertThat(format.changesColumns(old.at(1, 0))).isFalse();
        assertThat(files(format, old.at(1, 0))).containsExactly("{\"a\":1,\"b\":0}\n");
    }

    /** A producer can bring another text of its schema with each value; what is kept of it has an end. */
    @Test
    void endlessSchemasDoNotFillTheHeap() throws Exception {
        TopicFormat format = format(FileKind.JSONL);
        String doc = "x".repeat(100_000);
        for (int id = 1; id <= 10_000; id++) {
            // A GB of texts, which is all of the heap.
            schemas.put(
                    (long) id,
                    "{\"type\":\"record\",\"name\":\"R\",\"doc\":\"" + id + doc + "\",\"fields\":["
                            + field("a", "\"int\"") + "]}");
            // Not by Avro's own writer, which never forgets a schema.
            TestRecord record = TestRecord.of(ByteBuffer.allocate(6)
                    .put((byte) 0)
                    .putInt(id)
                    .put((byte) 2)
                    .array());
            assertThat(format.changesColumns(record)).isFalse();
            format.route(record);
            schemas.remove((long) id);
        }
    }

    @Test
    void aRegistryThatIsAwayChangesNothing() throws Exception {
        schema(1, field("a", "\"int\""));
        schema(2, field("a", "\"int\""), field("b", "\"int\"", "0"));
        TopicFormat format = format(FileKind.JSONL);
        format.route(record(1, "{\"a\":1}"));
        away = true;

        assertThatThrownBy(() -> format.changesColumns(record(2, "{\"a\":2,\"b\":2}")))
                .isInstanceOf(TryLaterException.class);
        assertThat(Written.text(format, record(1, "{\"a\":3}"))).isEqualTo("{\"a\":3}\n");
        away = false;
        assertThat(format.changesColumns(record(2, "{\"a\":2,\"b\":2}"))).isTrue();
    }

    @Test
    void aFolderMayNameAFieldOfTheSchema() throws Exception {
        schema(1, field("a", "\"int\""));
        schema(2, field("b", "\"int\""));
        FormatSettings settings = Settings.of(Values.AVRO, FileKind.PARQUET)
                .frame(FrameKind.CONFLUENT)
                .layout("a={a}")
                .build();
        TopicFormat format = TopicFormats.create(
                settings, "t", Long.MAX_VALUE, new FormatAids(new FoundFrames(note -> {}), Optional.of(registry)));

        assertThat(format.route(record(1, "{\"a\":1}").at(0, 0))).isEqualTo("a=1");
        assertThatThrownBy(() -> format.route(record(2, "{\"b\":1}").at(1, 0)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("{a}");
    }
}
