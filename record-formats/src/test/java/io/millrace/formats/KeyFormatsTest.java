package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordType;
import io.millrace.formats.value.FrameKind;
import io.millrace.model.SensorReading;
import io.millrace.record.BadRecordException;
import io.millrace.record.RecordHeader;
import io.millrace.record.TryLaterException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metadata column {@code key} of keys that are no text. */
class KeyFormatsTest extends GrowingTopic {
    private static final String RECORD = "{\"type\":\"record\",\"name\":\"K\",\"fields\":["
            + "{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"region\",\"type\":[\"null\",\"string\"],\"default\":null},"
            + "{\"name\":\"parts\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"string\"]},\"default\":[]}]}";

    @TempDir
    private Path folder;

    private KeySettings keys(Values format, String schema, FrameKind frame) throws Exception {
        Optional<String> path = schema == null
                ? Optional.empty()
                : Optional.of(Files.writeString(folder.resolve("key" + schema.hashCode() + ".avsc"), schema)
                        .toString());
        return new KeySettings(format, path, Optional.empty(), Optional.empty(), Optional.ofNullable(frame));
    }

    private TopicFormat format(Settings settings) {
        return TopicFormats.create(
                settings.build(),
                "t",
                Long.MAX_VALUE,
                new FormatAids(new FoundFrames(note -> {}), Optional.of(registry)));
    }

    private static Settings values(FileKind files) {
        return Settings.of(Values.TEXT, files).columns(MetadataColumn.KEY, MetadataColumn.OFFSET);
    }

    private static TestRecord keyed(byte... key) {
        return TestRecord.of("v").withKey(key);
    }

    private static TestRecord keyed(String key) {
        return keyed(key.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] framed(int id, byte... key) {
        return ByteBuffer.allocate(5 + key.length)
                .put((byte) 0)
                .putInt(id)
                .put(key)
                .array();
    }

    private String json(KeySettings keys, TestRecord record) throws Exception {
        String line = Written.text(format(values(FileKind.JSONL).keys(keys)), record);
        assertThat(line).startsWith("{\"kafka_offset\":42,\"kafka_key\":").endsWith(",\"value\":\"v\"}\n");
        return line.substring(31, line.length() - 14);
    }

    private Group row(KeySettings keys, TestRecord record) throws Exception {
        return Written.rows(format(values(FileKind.PARQUET).keys(keys)), record).get(0);
    }

    private String sentence(KeySettings keys, TestRecord record) {
        String[] sentence = new String[1];
        assertThatThrownBy(() -> format(values(FileKind.PARQUET).keys(keys)).route(record))
                .isInstanceOf(BadRecordException.class)
                .satisfies(e -> sentence[0] = e.getMessage());
        return sentence[0];
    }

    @Test
    void recordsInAvroAreGroups() throws Exception {
        schemas.put(7L, RECORD);
        // id 5, region "eu", parts ["a", null]
        byte[] plain = {10, 2, 4, 'e', 'u', 4, 2, 2, 'a', 0, 0};
        for (KeySettings keys :
                List.of(keys(Values.AVRO, RECORD, null), keys(Values.AVRO, RECORD, FrameKind.CONFLUENT))) {
            boolean isFramed = keys.frame().isPresent();
            TestRecord record = keyed(isFramed ? framed(7, plain) : plain);
            assertThat(json(keys, record)).isEqualTo("{\"id\":5,\"region\":\"eu\",\"parts\":[\"a\",null]}");
            Group key = row(keys, record).getGroup("kafka_key", 0);
            assertThat(key.getLong("id", 0)).isEqualTo(5);
            assertThat(key.getString("region", 0)).isEqualTo("eu");
            Group parts = key.getGroup("parts", 0);
            assertThat(parts.getFieldRepetitionCount(0)).isEqualTo(2);
            assertThat(parts.getGroup(0, 0).getString("element", 0)).isEqualTo("a");
            assertThat(parts.getGroup(0, 1).getFieldRepetitionCount("element")).isZero();

            TestRecord empty = keyed(isFramed ? framed(7, (byte) 2, (byte) 0, (byte) 0) : new byte[] {2, 0, 0});
            assertThat(json(keys, empty)).isEqualTo("{\"id\":1,\"region\":null,\"parts\":[]}");
            Group none = row(keys, empty).getGroup("kafka_key", 0);
            assertThat(none.getFieldRepetitionCount("region")).isZero();
            assertThat(none.getGroup("parts", 0).getFieldRepetitionCount(0)).isZero();

            assertThat(json(keys, TestRecord.of("v"))).isEqualTo("null");
            assertThat(row(keys, TestRecord.of("v")).getFieldRepetitionCount("kafka_key"))
                    .isZero();
        }
    }

    @Test
    void theSchemaThatWroteAKeyIsResolvedIntoTheOneThatIsWanted() throws Exception {
        schemas.put(8L, "{\"type\":\"record\",\"name\":\"K\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}");
        schemas.put(9L, "\"int\"");
        assertThat(json(keys(Values.AVRO, RECORD, FrameKind.CONFLUENT), keyed(framed(8, (byte) 10))))
                .isEqualTo("{\"id\":5,\"region\":null,\"parts\":[]}");
        KeySettings numbers = keys(Values.AVRO, "\"long\"", FrameKind.CONFLUENT);
        assertThat(json(numbers, keyed(framed(9, (byte) 10)))).isEqualTo("5");
        assertThat(row(numbers, keyed(framed(9, (byte) 10))).getLong("kafka_key", 0))
                .isEqualTo(5);
        assertThat(sentence(numbers, keyed(framed(8, (byte) 10))))
                .startsWith("key does not fit --key-format: the record lacks in schema 8 of the registry");
        byte[] header = {0, 0, 0, 0, 9};
        TopicFormat byHeader = format(values(FileKind.JSONL).keys(keys(Values.AVRO, "\"long\"", FrameKind.HEADER)));
        assertThat(byHeader.route(
                        new WithHeaders(keyed((byte) 10), List.of(new RecordHeader("__key_schema_id", header)))))
                .isEmpty();
        away = true;
        assertThatThrownBy(() -> format(values(FileKind.JSONL).keys(numbers)).route(keyed(framed(9, (byte) 10))))
                .isInstanceOf(TryLaterException.class);
    }

    @Test
    void singleTypesInAvroAreColumnsOfTheirType() throws Exception {
        KeySettings text = keys(Values.AVRO, "\"string\"", null);
        assertThat(json(text, keyed((byte) 4, (byte) 'a', (byte) '"'))).isEqualTo("\"a\\\"\"");
        assertThat(row(text, keyed((byte) 4, (byte) 'a', (byte) 'b')).getString("kafka_key", 0))
                .isEqualTo("ab");
        KeySettings maybe = keys(Values.AVRO, "[\"null\",\"long\"]", null);
        assertThat(json(maybe, keyed((byte) 0))).isEqualTo("null");
        assertThat(row(maybe, keyed((byte) 0)).getFieldRepetitionCount("kafka_key"))
                .isZero();
        assertThat(row(maybe, keyed((byte) 2, (byte) 6)).getLong("kafka_key", 0))
                .isEqualTo(3);
        KeySettings time = keys(Values.AVRO, "{\"type\":\"int\",\"logicalType\":\"date\"}", null);
        assertThat(json(time, keyed((byte) 1))).isEqualTo("\"1969-12-31\"");
    }

    @Test
    void jsonIsReadByItsSchemaWhetherItIsAnObjectOrNot() throws Exception {
        KeySettings objects = keys(Values.JSON, RECORD, null);
        assertThat(json(objects, keyed("{ \"region\" : \"\\u00fc\", \"id\":5 }")))
                .isEqualTo("{\"region\":\"\\u00fc\",\"id\":5}");
        Group key = row(objects, keyed("{\"parts\":[\"x\",\"\\n\"],\"region\":\"\\u00fc\",\"id\":5}"))
                .getGroup("kafka_key", 0);
        assertThat(key.getString("region", 0)).isEqualTo("ü");
        assertThat(key.getGroup("parts", 0).getGroup(0, 1).getString("element", 0))
                .isEqualTo("\n");
        assertThat(json(
                        keys(Values.JSON, RECORD, FrameKind.CONFLUENT),
                        keyed(framed(1, "{\"id\":1}".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("{\"id\":1}");

        KeySettings numbers = keys(Values.JSON, "\"long\"", null);
        assertThat(json(numbers, keyed(" 7 "))).isEqualTo("7");
        assertThat(row(numbers, keyed("7")).getLong("kafka_key", 0)).isEqualTo(7);
        KeySettings texts = keys(Values.JSON, "\"string\"", null);
        assertThat(json(texts, keyed("\"a\\\"\""))).isEqualTo("\"a\\\"\"");
        assertThat(row(texts, keyed("\"a\\\"\"")).getString("kafka_key", 0)).isEqualTo("a\"");

        assertThat(sentence(objects, keyed("{\"id\":\"x\"}")))
                .isEqualTo("key does not fit --key-format: field 'id' must be a number");
        assertThat(sentence(objects, keyed("{\"id\":1")))
                .startsWith("key does not fit --key-format: value is not JSON");
        assertThat(sentence(numbers, keyed("7,\"other\":8")))
                .startsWith("key does not fit --key-format: value is not JSON");
        assertThat(sentence(numbers, keyed("\"7\"")))
                .isEqualTo("key does not fit --key-format: field 'value' must be a number");
    }

    @Test
    void messagesAndBytesAreColumnsToo() throws Exception {
        KeySettings messages = new KeySettings(
                Values.PROTOBUF, Optional.of("sensor-reading"), Optional.empty(), Optional.empty(), Optional.empty());
        byte[] key = RecordType.READING
                .codec(Encoding.PROTOBUF)
                .encode(new SensorReading(
                        "d1", "temperature", 21.5, "C", Instant.parse("2026-01-02T00:00:00Z"), false));
        Group read = row(messages, keyed(key)).getGroup("kafka_key", 0);
        assertThat(read.getString("device_id", 0)).isEqualTo("d1");
        assertThat(read.getDouble("value", 0)).isEqualTo(21.5);
        assertThat(json(messages, keyed(key))).contains("\"d1\"");
        assertThat(sentence(messages, keyed((byte) 0xff))).startsWith("key does not fit --key-format: ");

        KeySettings bytes = keys(Values.BYTES, null, null);
        assertThat(json(bytes, keyed((byte) 0, (byte) 0xff))).isEqualTo("\"AP8=\"");
        assertThat(row(bytes, keyed((byte) 0, (byte) 0xff))
                        .getBinary("kafka_key", 0)
                        .getBytes())
                .containsExactly(0, 0xff);
    }

    @Test
    void keysThatWaitAreWhatTheyWere() throws Exception {
        TopicFormat format = format(values(FileKind.PARQUET).keys(keys(Values.JSON, RECORD, null)));
        Bytes kept = new Bytes(16);
        format.route(keyed("{\"id\":1,\"region\":\"first\",\"parts\":[\"a\",null,\"b\"]}"));
        format.keep(kept);
        byte[] first = Arrays.copyOf(kept.array, kept.size);
        format.route(keyed("{\"id\":2}"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var file = format.open(out);
        file.append();
        format.restore(3, first, 0, first.length);
        file.append();
        file.finish();
        Group key = ParquetRows.read(out.toByteArray()).get(1).getGroup("kafka_key", 0);
        assertThat(key.getString("region", 0)).isEqualTo("first");
        assertThat(key.getGroup("parts", 0).getFieldRepetitionCount(0)).isEqualTo(3);
    }

    @Test
    void keysAreReadBesideValuesThatBringTheirColumns() throws Exception {
        schema(1, field("a", "\"long\""));
        Settings settings = Settings.of(Values.AVRO, FileKind.JSONL)
                .frame(FrameKind.CONFLUENT)
                .columns(MetadataColumn.KEY)
                .keys(keys(Values.AVRO, "\"long\"", null));
        assertThat(files(format(settings), record(1, "{\"a\":1}").withKey(new byte[] {6}), record(1, "{\"a\":2}")))
                .containsExactly("{\"kafka_key\":3,\"a\":1}\n{\"kafka_key\":null,\"a\":2}\n");
    }

    @Test
    void settingsThatDoNotGoTogetherAreToldAtTheStart() throws Exception {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.TEXT, FileKind.JSONL)
                                .keys(keys(Values.BYTES, null, null))
                                .build(),
                        "t"))
                .containsExactly(
                        "--key-format bytes needs key among --metadata-columns: no other column has keys of it");
        assertThat(TopicFormats.problems(
                        values(FileKind.JSONL)
                                .keys(keys(Values.BYTES, RECORD, FrameKind.CONFLUENT))
                                .build(),
                        "t"))
                .hasSize(2)
                .anyMatch(problem ->
                        problem.endsWith("does not go with --key-format bytes, only with json, protobuf or avro"))
                .anyMatch(problem ->
                        problem.equals("--key-frame 'confluent' does not go with --key-format bytes, must be none"));
        assertThat(TopicFormats.problems(
                        values(FileKind.JSONL)
                                .keys(keys(Values.AVRO, RECORD, FrameKind.CONFLUENT))
                                .build(),
                        "t"))
                .containsExactly("--key-frame 'confluent' with --key-format avro needs --registry");
        assertThat(TopicFormats.problems(
                        values(FileKind.JSONL)
                                .keys(keys(Values.AVRO, null, null))
                                .build(),
                        "t"))
                .containsExactly("--key-format avro needs --key-schema, the path of an Avro schema file");
        assertThat(TopicFormats.problems(
                        Settings.of(Values.AVRO, FileKind.JSONL)
                                .columns(MetadataColumn.KEY)
                                .keys(keys(Values.JSON, null, null))
                                .build(),
                        "t"))
                .containsExactly("--key-format json needs --key-schema, the path of an Avro schema file");
    }
}
