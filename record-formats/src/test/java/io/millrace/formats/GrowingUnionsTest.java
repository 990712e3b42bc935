package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What growing columns must keep apart: members of unions, fields with names of others, types with a meaning. */
class GrowingUnionsTest extends GrowingTopic {
    @TempDir
    private Path folder;

    private static String named(String name, String... fields) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[" + String.join(",", fields) + "]}";
    }

    @Test
    void aMemberGrowsByTheRecordOfItsName() throws Exception {
        String created = named("Created", field("id", "\"int\""));
        schema(1, field("u", "[" + created + "," + named("Deleted", field("id", "\"int\"")) + "]"));
        schema(
                2,
                field(
                        "u",
                        "[" + created + "," + named("Deleted", field("id", "\"int\""), field("reason", "\"string\""))
                                + "]"));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"u\":{\"Created\":{\"id\":1}}}"),
                        record(2, "{\"u\":{\"Deleted\":{\"id\":2,\"reason\":\"x\"}}}"),
                        record(1, "{\"u\":{\"Deleted\":{\"id\":3}}}")))
                .containsExactly(
                        "{\"u\":{\"member0\":{\"id\":1}}}\n",
                        "{\"u\":{\"member1\":{\"id\":2,\"reason\":\"x\"}}}\n"
                                + "{\"u\":{\"member1\":{\"id\":3,\"reason\":null}}}\n");
    }

    @Test
    void aRecordOfAnotherNameIsAFurtherMember() throws Exception {
        String two = named("Created", field("id", "\"int\"")) + "," + named("Deleted", field("id", "\"int\""));
        schema(1, field("u", "[" + two + "]"));
        schema(2, field("u", "[" + two + "," + named("Cancelled", field("id", "\"int\"")) + "]"));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"u\":{\"Created\":{\"id\":1}}}"),
                        record(2, "{\"u\":{\"Cancelled\":{\"id\":2}}}"),
                        record(1, "{\"u\":{\"Deleted\":{\"id\":3}}}")))
                .containsExactly(
                        "{\"u\":{\"member0\":{\"id\":1}}}\n",
                        "{\"u\":{\"member2\":{\"id\":2}}}\n{\"u\":{\"member1\":{\"id\":3}}}\n");
    }

    @Test
    void aMemberOfEachNumberStaysWhatItIs() throws Exception {
        schema(1, field("u", "[\"int\",\"double\"]"));
        schema(2, field("u", "[\"int\",\"double\",\"string\"]"));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"u\":{\"int\":1}}"),
                        record(2, "{\"u\":{\"string\":\"s\"}}"),
                        record(1, "{\"u\":{\"double\":0.5}}")))
                .containsExactly(
                        "{\"u\":{\"member0\":1}}\n", "{\"u\":{\"member2\":\"s\"}}\n{\"u\":{\"member1\":0.5}}\n");
    }

    @Test
    void aFieldIsFoundUnderItsOtherNameInARecordOfAnotherName() throws Exception {
        schemas.put(
                1L,
                named(
                        "Order2",
                        "{\"name\":\"b\",\"type\":[\"null\",\"string\"],\"default\":null,\"aliases\":[\"a\"]}"));
        schemas.put(2L, named("Order", field("a", "\"string\"")));

        assertThat(String.join(
                        "",
                        files(
                                format(FileKind.JSONL),
                                record(1, "{\"b\":null}"),
                                record(2, "{\"a\":\"x\"}"),
                                record(2, "{\"a\":\"y\"}"))))
                .isEqualTo("{\"b\":null}\n{\"b\":\"x\"}\n{\"b\":\"y\"}\n");
    }

    @Test
    void anOtherNameThatIsAFieldItselfIsNone() throws Exception {
        schema(1, field("name", "\"string\""));
        schema(2, field("name", "\"string\""), field("full_name", "\"string\""));
        schema(3, "{\"name\":\"full_name\",\"type\":\"string\",\"aliases\":[\"name\"]}");

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"name\":\"a\"}"),
                        record(2, "{\"name\":\"b\",\"full_name\":\"B\"}"),
                        record(3, "{\"full_name\":\"C\"}"),
                        record(2, "{\"name\":\"d\",\"full_name\":\"D\"}"),
                        record(1, "{\"name\":\"e\"}")))
                .containsExactly(
                        "{\"name\":\"a\"}\n",
                        "{\"name\":\"b\",\"full_name\":\"B\"}\n",
                        "{\"name\":null,\"full_name\":\"C\"}\n{\"name\":\"d\",\"full_name\":\"D\"}\n"
                                + "{\"name\":\"e\",\"full_name\":null}\n");
    }

    @Test
    void aDifferenceInPropertiesEndsNoFile() throws Exception {
        schema(1, field("a", "{\"type\":\"string\",\"avro.java.string\":\"String\"}"));
        schema(2, field("a", "\"string\""));

        assertThat(files(
                        format(FileKind.JSONL),
                        record(1, "{\"a\":\"1\"}"),
                        record(2, "{\"a\":\"2\"}"),
                        record(1, "{\"a\":\"3\"}"),
                        record(2, "{\"a\":\"4\"}")))
                .hasSize(1);
    }

    @Test
    void aFieldThatIsRenamedAndBackEndsTwoFilesAndNoMore() throws Exception {
        schema(1, "{\"name\":\"buyer\",\"type\":\"string\",\"aliases\":[\"customer\"]}");
        schema(2, "{\"name\":\"customer\",\"type\":\"string\",\"aliases\":[\"buyer\"]}");
        TestRecord one = record(1, "{\"buyer\":\"x\"}");
        TestRecord two = record(2, "{\"customer\":\"y\"}");

        assertThat(files(format(FileKind.JSONL), one, two, one, two, one, two)).hasSize(2);
    }

    @Test
    void bytesDoNotBecomeDecimals() throws Exception {
        schema(1, field("a", "\"bytes\""));
        schema(2, field("a", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":2}"));

        assertThat(files(format(FileKind.JSONL), record(1, "{\"a\":\"a\"}"), record(2, "{\"a\":\"b\"}")))
                .containsExactly("{\"a\":\"YQ==\"}\n{\"a\":\"Yg==\"}\n");
    }

    @Test
    void aTypeWithAMeaningIsNotWidened() throws Exception {
        schema(1, field("a", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4,\"scale\":2}"));
        schema(2, field("a", "\"string\""));
        schema(3, field("a", "{\"type\":\"int\",\"logicalType\":\"date\"}"));
        schema(4, field("a", "\"long\""));
        TopicFormat format = format(FileKind.JSONL);
        format.route(record(1, "{\"a\":\"a\"}").at(0, 0));
        format.route(record(3, "{\"a\":1}").at(1, 0));

        assertThatThrownBy(() -> format.route(record(2, "{\"a\":\"a\"}").at(0, 0)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field 'a' is string in schema 2");
        assertThatThrownBy(() -> format.route(record(4, "{\"a\":1}").at(1, 0)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field 'a' is long in schema 4");
    }

    @Test
    void aContainerWithAnEmptySchemaIsABadRecord() {
        byte[] name = "avro.schema".getBytes(StandardCharsets.US_ASCII);
        byte[] value = new byte[4 + 2 + name.length + 2 + 16 + 2 + 16];
        value[0] = 'O';
        value[1] = 'b';
        value[2] = 'j';
        value[3] = 1;
        value[4] = 2;
        value[5] = (byte) (name.length * 2);
        System.arraycopy(name, 0, value, 6, name.length);
        // An empty text, the end of the header, the mark, one record of no bytes, the mark.
        value[4 + 2 + name.length + 2 + 16] = 2;
        FormatSettings settings = Settings.of(Values.AVRO, FileKind.JSONL)
                .frame(FrameKind.CONTAINER)
                .build();
        TopicFormat format = TopicFormats.create(
                settings, "t", Long.MAX_VALUE, new FormatAids(new FoundFrames(note -> {}), Optional.empty()));

        assertThatThrownBy(() -> format.route(TestRecord.of(value)))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("value is a container whose schema cannot be read");
    }

    @Test
    void anOtherNameOfTheNamedSchemaThatTheWriterHasBesidesIsABadRecord() throws Exception {
        Path reader = Files.writeString(
                folder.resolve("r.avsc"),
                named("R", "{\"name\":\"full_name\",\"type\":\"string\",\"aliases\":[\"name\"]}"));
        schema(1, field("name", "\"string\""), field("full_name", "\"string\""));
        FormatSettings settings = Settings.of(Values.AVRO, FileKind.JSONL)
                .schema(reader.toString())
                .frame(FrameKind.CONFLUENT)
                .build();
        TopicFormat format = TopicFormats.create(
                settings, "t", Long.MAX_VALUE, new FormatAids(new FoundFrames(note -> {}), Optional.of(registry)));

        assertThatThrownBy(() -> format.route(record(1, "{\"name\":\"a\",\"full_name\":\"A\"}")))
                .isInstanceOf(BadRecordException.class)
                .hasMessage(
                        "schema 1 of the registry cannot be resolved into --schema '" + reader + "', as Avro has it");
    }
}
