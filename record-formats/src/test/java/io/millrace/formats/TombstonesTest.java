package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records without a value that are stored. */
class TombstonesTest {
    private static final String SCHEMA = """
            {"type":"record","name":"All","fields":[
             {"name":"text","type":"string"},
             {"name":"number","type":"long"},
             {"name":"list","type":{"type":"array","items":"int"}},
             {"name":"map","type":{"type":"map","values":"int"}},
             {"name":"part","type":{"type":"record","name":"Part","fields":[{"name":"a","type":"int"}]}},
             {"name":"maybe","type":["null","string"]},
             {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}
            """;
    private static final String VALUE = "{\"text\":\"x\",\"number\":1,\"list\":[1,2],\"map\":{\"k\":1},"
            + "\"part\":{\"a\":9},\"maybe\":null,\"at\":\"2026-03-01T00:00:00Z\"}";

    @TempDir
    Path folder;

    private static TestRecord tombstone(String key) {
        return TestRecord.of((byte[]) null).withKey(key.getBytes(StandardCharsets.UTF_8));
    }

    private static Settings stored(Values values, FileKind files) {
        return Settings.of(values, files)
                .tombstones(Tombstones.STORE)
                .columns(MetadataColumn.OFFSET, MetadataColumn.KEY, MetadataColumn.TOMBSTONE);
    }

    private Settings bySchema(FileKind files) throws Exception {
        Path schema = folder.resolve("all.avsc");
        Files.writeString(schema, SCHEMA);
        return stored(Values.JSON, files).schema(schema.toString());
    }

    private static void assertTombstone(Group row, int valueColumns) {
        for (int i = 0; i < valueColumns; i++) {
            assertThat(row.getFieldRepetitionCount(i)).as(row.toString()).isZero();
        }
        assertThat(row.getLong("kafka_offset", 0)).isEqualTo(42);
        assertThat(row.getString("kafka_key", 0)).isEqualTo("k");
        assertThat(row.getBoolean("kafka_tombstone", 0)).isTrue();
    }

    @Test
    void allColumnsAreNullAlsoThoseThatTheSchemaRequires() throws Exception {
        List<Group> rows = Written.rows(
                bySchema(FileKind.PARQUET).format(), TestRecord.of(VALUE), tombstone("k"), TestRecord.of(VALUE));

        assertTombstone(rows.get(1), 7);
        for (int i : new int[] {0, 2}) {
            assertThat(rows.get(i).getString("text", 0)).isEqualTo("x");
            assertThat(rows.get(i).getGroup("list", 0).getFieldRepetitionCount(0))
                    .isEqualTo(2);
            assertThat(rows.get(i).getGroup("part", 0).getInteger("a", 0)).isEqualTo(9);
            assertThat(rows.get(i).getBoolean("kafka_tombstone", 0)).isFalse();
        }
    }

    /** A file that can hold a null does not make one good in a value. */
    @Test
    void valuesMustHaveWhatTheSchemaRequiresAsBefore() throws Exception {
        for (Tombstones tombstones : Tombstones.values()) {
            TopicFormat format =
                    bySchema(FileKind.PARQUET).tombstones(tombstones).format();
            assertThatThrownBy(() -> format.route(TestRecord.of(VALUE.replace("\"x\"", "null"))))
                    .hasMessage("field 'text' is null, which its schema does not allow");
            assertThatThrownBy(() -> format.route(TestRecord.of("{}"))).hasMessage("field 'text' is missing");
        }
    }

    @Test
    void columnsAreNullableOnlyWhereTombstonesAreStored() throws Exception {
        for (Tombstones tombstones : Tombstones.values()) {
            byte[] file = Written.bytes(
                    bySchema(FileKind.PARQUET).tombstones(tombstones).format(), TestRecord.of(VALUE));
            assertThat(ParquetRows.footer(file)
                            .getFileMetaData()
                            .getSchema()
                            .getType("text")
                            .isRepetition(org.apache.parquet.schema.Type.Repetition.REQUIRED))
                    .isEqualTo(tombstones != Tombstones.STORE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Values.class,
            names = {"TEXT", "BYTES"})
    void textsAndBytesInColumnsAreNullToo(Values values) throws Exception {
        List<Group> rows = Written.rows(
                stored(values, FileKind.PARQUET).format(), TestRecord.of("x"), tombstone("k"), TestRecord.of(""));
        assertTombstone(rows.get(1), 1);
        assertThat(rows.get(0).getBinary("value", 0).toStringUsingUTF8()).isEqualTo("x");
        // No value is something else than an empty one.
        assertThat(rows.get(2).getBinary("value", 0).length()).isZero();
    }

    @Test
    void protobufColumnsAreNull() throws Exception {
        List<Group> rows = Written.rows(
                stored(Values.PROTOBUF, FileKind.PARQUET)
                        .schema("sensor-reading")
                        .format(),
                tombstone("k"));
        assertTombstone(rows.get(0), 6);
    }

    @Test
    void inJsonOnlyTheMetadataIsThere() throws Exception {
        String fields = "\"kafka_offset\":42,\"kafka_key\":\"k\",\"kafka_tombstone\":true";
        assertThat(Written.text(bySchema(FileKind.JSONL).format(), tombstone("k")))
                .isEqualTo("{" + fields + "}\n");
        assertThat(Written.text(stored(Values.JSON, FileKind.JSONL).format(), tombstone("k")))
                .isEqualTo("{" + fields + "}\n");
        assertThat(Written.text(
                        stored(Values.PROTOBUF, FileKind.JSONL)
                                .schema("sensor-reading")
                                .format(),
                        tombstone("k")))
                .isEqualTo("{" + fields + "}\n");
        assertThat(Written.text(stored(Values.TEXT, FileKind.JSONL).format(), tombstone("k")))
                .isEqualTo("{" + fields + ",\"value\":null}\n");
        assertThat(Written.text(stored(Values.JSON, FileKind.JSON).format(), tombstone("k")))
                .isEqualTo("{\n  \"kafka_offset\": 42,\n  \"kafka_key\": \"k\",\n  \"kafka_tombstone\": true\n}\n");
    }

    @Test
    void aTombstoneThatWaitsComesBack() throws Exception {
        for (FileKind files : List.of(FileKind.PARQUET, FileKind.JSONL)) {
            TopicFormat format = bySchema(files).format();
            byte[] atOnce = Written.bytes(format, tombstone("k"));
            format.route(tombstone("k"));
            Bytes kept = new Bytes(16);
            format.keep(kept);
            assertThat(format.keptBytes()).isEqualTo(kept.size);
            format.route(TestRecord.of(VALUE));
            format.restore(3, kept.array, 0, kept.size);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DataFile file = format.open(out);
            file.append();
            file.finish();
            assertThat(out.toByteArray()).isEqualTo(atOnce);
        }
    }

    @Test
    void theFolderOfATombstoneIsThatOfItsKafkaTimestampAndOfNoFields() throws Exception {
        TopicFormat format = bySchema(FileKind.PARQUET)
                .layout("dt={yyyy-MM-dd}/t={text}")
                .eventTime("at", "UTC")
                .format();
        assertThat(format.route(TestRecord.of(VALUE))).isEqualTo("dt=2026-03-01/t=x");
        assertThat(format.route(tombstone("k"))).isEqualTo("dt=2026-01-01/t=__HIVE_DEFAULT_PARTITION__");
        TestRecord without = tombstone("k").at(3, -1);
        assertThatThrownBy(() -> format.route(without))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("record has no Kafka timestamp, which the layout needs");
    }

    @Test
    void whatCannotSayThatThereIsNoValueIsRefusedAtTheStart() {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.TEXT, FileKind.TEXT)
                                .tombstones(Tombstones.STORE)
                                .build(),
                        "t"))
                .containsExactly(
                        "--on-tombstone store does not go with --file-format text, whose lines can say neither that there"
                                + " is no value nor what was its key, must be parquet, avro, jsonl or json");
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.JSONL)
                                .tombstones(Tombstones.STORE)
                                .columns(MetadataColumn.TOPIC, MetadataColumn.TIMESTAMP)
                                .build(),
                        "t"))
                .containsExactly("--on-tombstone store needs one of offset, key, key_bytes among --metadata-columns: a"
                        + " row would say nothing else");
        for (Tombstones other : List.of(Tombstones.DEAD_LETTER, Tombstones.SKIP)) {
            assertThat(TopicFormats.problems(
                            Settings.of(Values.TEXT, FileKind.TEXT)
                                    .tombstones(other)
                                    .build(),
                            "t"))
                    .isEmpty();
        }
    }

    private static TopicFormat growing(GrowingTopic topic, FileKind files, String layout) {
        return TopicFormats.create(
                stored(Values.AVRO, files)
                        .frame(FrameKind.CONFLUENT)
                        .layout(layout)
                        .build(),
                "t",
                Long.MAX_VALUE,
                new FormatAids(new FoundFrames(note -> {}), Optional.of(topic.registry)));
    }

    /** Nobody knows yet what the columns are: there is a file without them, and one with them from the first value on. */
    @Test
    void whatComesBeforeTheFirstValueHasNoColumnsOfValues() throws Exception {
        GrowingTopic topic = new GrowingTopic() {};
        topic.schema(1, GrowingTopic.field("a", "\"int\""));
        TestRecord value = topic.record(1, "{\"a\":5}").withKey(new byte[] {'v'});
        assertThat(GrowingTopic.files(
                        growing(topic, FileKind.JSONL, "a={a}"), tombstone("k"), tombstone("l"), value, tombstone("m")))
                .containsExactly(
                        "{\"kafka_offset\":42,\"kafka_key\":\"k\",\"kafka_tombstone\":true}\n"
                                + "{\"kafka_offset\":42,\"kafka_key\":\"l\",\"kafka_tombstone\":true}\n",
                        "{\"kafka_offset\":42,\"kafka_key\":\"v\",\"kafka_tombstone\":false,\"a\":5}\n"
                                + "{\"kafka_offset\":42,\"kafka_key\":\"m\",\"kafka_tombstone\":true,\"a\":null}\n");

        TopicFormat columns = growing(topic, FileKind.PARQUET, "a={a}");
        assertThat(columns.route(tombstone("k"))).isEqualTo("a=__HIVE_DEFAULT_PARTITION__");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = columns.open(out);
        file.append();
        file.finish();
        Group row = ParquetRows.read(out.toByteArray()).get(0);
        // Not even the field that the folder is named after: nobody knows its type.
        assertThat(row.getType().getFields()).hasSize(3);
        assertTombstone(row, 0);
        assertThat(columns.changesColumns(value)).isTrue();
        assertThat(columns.route(value)).isEqualTo("a=5");
        assertThat(columns.changesColumns(tombstone("k"))).isFalse();
        columns.route(tombstone("k"));
        ByteArrayOutputStream next = new ByteArrayOutputStream();
        DataFile second = columns.open(next);
        second.append();
        second.finish();
        assertTombstone(ParquetRows.read(next.toByteArray()).get(0), 1);
    }

    @Test
    void aKeyThatIsNoTextIsABadRecordWithoutAValueToo() {
        TestRecord record = new TestRecord("t", 0, 1, 0, ByteBuffer.wrap(new byte[] {-1}), null);
        assertThatThrownBy(() -> stored(Values.JSON, FileKind.JSONL).format().route(record))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("key is not UTF-8 text");
    }
}
