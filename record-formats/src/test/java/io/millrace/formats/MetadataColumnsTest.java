package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.registry.RegisteredSchema;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import io.millrace.record.RecordHeader;
import io.millrace.record.TimestampType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;

/** What comes with a record besides its value. */
class MetadataColumnsTest {
    private static final int MIB = 1 << 20;
    private static final byte[] NO_TEXT = {(byte) 0xff, 0, 1};

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, value == null ? null : utf8(value));
    }

    /** Names that repeat, with others between them; no value, and an empty one. */
    private static final List<RecordHeader> HEADERS =
            List.of(header("trace", "a"), header("who", "caf\u00e9 \"x\""), header("trace", null), header("trace", ""));

    private static WithHeaders record(String value, List<RecordHeader> headers) {
        return new WithHeaders(TestRecord.of(value), headers, TimestampType.LOG_APPEND_TIME, 7);
    }

    private static Settings parquet(MetadataColumn... columns) {
        return Settings.of(Values.TEXT, FileKind.PARQUET).columns(columns);
    }

    private static List<String> headers(Group row, String column) {
        List<String> headers = new ArrayList<>();
        Group list = row.getGroup(column, 0);
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            Group element = list.getGroup(0, i).getGroup(0, 0);
            String value = element.getFieldRepetitionCount("value") == 0
                    ? null
                    : new String(element.getBinary("value", 0).getBytes(), StandardCharsets.ISO_8859_1);
            headers.add(element.getString("name", 0) + "=" + value);
        }
        return headers;
    }

    @Test
    void headersComeBackFromParquetInTheirOrderAndAsOftenAsTheyWereThere() throws Exception {
        List<Group> rows = Written.rows(
                parquet(MetadataColumn.HEADERS, MetadataColumn.HEADERS_BYTES).format(),
                record("one", HEADERS),
                record("two", List.of()),
                record("three", List.of(header("last", "z"))));

        List<String> expected = List.of("trace=a", "who=caf\u00c3\u00a9 \"x\"", "trace=null", "trace=");
        assertThat(headers(rows.get(0), "kafka_headers")).isEqualTo(expected);
        assertThat(headers(rows.get(0), "kafka_headers_bytes")).isEqualTo(expected);
        assertThat(headers(rows.get(1), "kafka_headers")).isEmpty();
        assertThat(headers(rows.get(2), "kafka_headers")).containsExactly("last=z");
        assertThat(rows).extracting(row -> row.getString("value", 0)).containsExactly("one", "two", "three");
    }

    @Test
    void headersStandInJsonLinesAsAListOfObjects() throws Exception {
        assertThat(Written.text(
                        Settings.of(Values.TEXT, FileKind.JSONL)
                                .columns(MetadataColumn.HEADERS, MetadataColumn.HEADERS_BYTES)
                                .format(),
                        record("one", HEADERS),
                        record("two", List.of())))
                .isEqualTo("{\"kafka_headers\":[{\"name\":\"trace\",\"value\":\"a\"},"
                        + "{\"name\":\"who\",\"value\":\"caf\u00e9 \\\"x\\\"\"},{\"name\":\"trace\",\"value\":null},"
                        + "{\"name\":\"trace\",\"value\":\"\"}],"
                        + "\"kafka_headers_bytes\":[{\"name\":\"trace\",\"value\":\"YQ==\"},"
                        + "{\"name\":\"who\",\"value\":\"Y2Fmw6kgIngi\"},{\"name\":\"trace\",\"value\":null},"
                        + "{\"name\":\"trace\",\"value\":\"\"}],\"value\":\"one\"}\n"
                        + "{\"kafka_headers\":[],\"kafka_headers_bytes\":[],\"value\":\"two\"}\n");
    }

    @Test
    void aHeaderThatIsNoTextIsABadRecordUnlessItsBytesAreAskedFor() throws Exception {
        WithHeaders record = record("v", List.of(new RecordHeader("h", NO_TEXT)));
        for (FileKind files : List.of(FileKind.PARQUET, FileKind.JSONL)) {
            TopicFormat asText = Settings.of(Values.TEXT, files)
                    .columns(MetadataColumn.HEADERS)
                    .format();
            assertThatThrownBy(() -> asText.route(record))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessage("header 'h' is not UTF-8 text; --metadata-columns headers_bytes takes any bytes");
        }
        Group row = Written.rows(parquet(MetadataColumn.HEADERS_BYTES).format(), record)
                .get(0);
        assertThat(headers(row, "kafka_headers_bytes")).containsExactly("h=\u00ff\0\1");
    }

    @Test
    void theFramesOwnHeaderIsNoText() {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.JSON, FileKind.JSONL)
                                .frame(FrameKind.HEADER)
                                .columns(MetadataColumn.HEADERS)
                                .build(),
                        "t"))
                .containsExactly("--metadata-columns headers does not go with --frame header, whose own header is no"
                        + " text; headers_bytes does");
    }

    @Test
    void whoSaidTheTimestampAndTheLeadersEpochAreNullWhereTheyAreNotKnown() throws Exception {
        Settings settings = parquet(
                MetadataColumn.TIMESTAMP_TYPE,
                MetadataColumn.LEADER_EPOCH,
                MetadataColumn.SCHEMA_ID,
                MetadataColumn.TOMBSTONE);
        List<Group> rows = Written.rows(settings.format(), record("v", List.of()), TestRecord.of("w"));
        assertThat(rows.get(0).getString("kafka_timestamp_type", 0)).isEqualTo("log_append_time");
        assertThat(rows.get(0).getInteger("kafka_leader_epoch", 0)).isEqualTo(7);
        assertThat(rows.get(0).getBoolean("kafka_tombstone", 0)).isFalse();
        for (String column : List.of("kafka_timestamp_type", "kafka_leader_epoch", "kafka_schema_id")) {
            assertThat(rows.get(1).getFieldRepetitionCount(column)).as(column).isZero();
        }
        assertThat(Written.text(
                        Settings.of(Values.TEXT, FileKind.JSONL)
                                .columns(
                                        MetadataColumn.TIMESTAMP_TYPE,
                                        MetadataColumn.LEADER_EPOCH,
                                        MetadataColumn.SCHEMA_ID)
                                .format(),
                        new WithHeaders(TestRecord.of("v"), List.of(), TimestampType.CREATE_TIME, 0),
                        TestRecord.of("w")))
                .isEqualTo("{\"kafka_timestamp_type\":\"create_time\",\"kafka_schema_id\":null,"
                        + "\"kafka_leader_epoch\":0,\"value\":\"v\"}\n"
                        + "{\"kafka_timestamp_type\":null,\"kafka_schema_id\":null,"
                        + "\"kafka_leader_epoch\":null,\"value\":\"w\"}\n");
    }

    private static byte[] framed(int id) {
        return ByteBuffer.allocate(7).put((byte) 0).putInt(id).put(utf8("{}")).array();
    }

    @Test
    void aFramesIdOrGuidIsTheSchemaOfItsRecordOnly() throws Exception {
        UUID guid = UUID.fromString("7f2f32ba-5a6c-4e3c-8a43-4c0a3a1b2c3d");
        byte[] byGuid = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        Settings inHeader = Settings.of(Values.JSON, FileKind.JSONL)
                .frame(FrameKind.HEADER)
                .columns(MetadataColumn.OFFSET, MetadataColumn.SCHEMA_ID)
                .tombstones(Tombstones.STORE);
        assertThat(Written.text(
                        inHeader.format(),
                        record("{}", List.of(new RecordHeader("__value_schema_id", byGuid))),
                        TestRecord.of((byte[]) null)))
                .isEqualTo("{\"kafka_offset\":42,\"kafka_schema_id\":\"" + guid + "\"}\n"
                        + "{\"kafka_offset\":42,\"kafka_schema_id\":null}\n");
        assertThat(Written.text(
                        Settings.of(Values.JSON, FileKind.JSONL)
                                .frame(FrameKind.CONFLUENT)
                                .columns(MetadataColumn.SCHEMA_ID)
                                .format(),
                        TestRecord.of(framed(4711))))
                .isEqualTo("{\"kafka_schema_id\":\"4711\"}\n");
    }

    @Test
    void theSchemasOfGrowingColumnsAreNamedToo() throws Exception {
        GrowingTopic topic = new GrowingTopic() {};
        topic.schema(1, GrowingTopic.field("a", "\"int\""));
        SchemaRegistry registry = topic.registry;
        TopicFormat format = TopicFormats.create(
                Settings.of(Values.AVRO, FileKind.PARQUET)
                        .frame(FrameKind.CONFLUENT)
                        .columns(MetadataColumn.SCHEMA_ID)
                        .build(),
                "t",
                Long.MAX_VALUE,
                new FormatAids(new FoundFrames(note -> {}), Optional.of(registry)));
        format.route(topic.record(1, "{\"a\":5}"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        file.append();
        file.finish();
        Group row = ParquetRows.read(out.toByteArray()).get(0);
        assertThat(row.getInteger("a", 0)).isEqualTo(5);
        assertThat(row.getString("kafka_schema_id", 0)).isEqualTo("1");
        assertThat(new RegisteredSchema("AVRO", "", List.of()).type()).isEqualTo("AVRO");
    }

    /** A header of 5 MiB is asked for before the row is taken, wherever it goes, and refused where there is no room. */
    @Test
    void aHugeHeaderCountsAsTheBytesOfItsRecord() throws Exception {
        byte[] huge = new byte[5 * MIB];
        Arrays.fill(huge, (byte) 'h');
        WithHeaders record = record("v", List.of(header("small", "s"), new RecordHeader("huge", huge)));
        for (MetadataColumn column : List.of(MetadataColumn.HEADERS, MetadataColumn.HEADERS_BYTES)) {
            FormatSettings settings = parquet(column).build();
            assertThat(TopicFormats.heapPerByte(settings)).isEqualTo(6);
            // As much as the plan gives: the record's bytes, times what each of them needs.
            long room = 6L * (huge.length + 100);
            TopicFormat format = TopicFormats.create(settings, "t", room);
            format.route(record);
            assertThat(format.storedBytes()).isGreaterThan(5 * MIB);
            assertThat(format.neededBytes()).isBetween(24L * MIB, room);
            assertThat(format.keptBytes()).isGreaterThan(5 * MIB);

            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DataFile file = format.open(out);
            long before = file.bufferedBytes();
            file.append();
            // Known at once, not after 512 rows.
            assertThat(file.bufferedBytes() - before).isGreaterThan(5 * MIB);
            Bytes kept = new Bytes(16);
            format.keep(kept);
            format.restore(3, kept.array, 0, kept.size);
            file.append();
            file.finish();
            List<Group> rows = ParquetRows.read(out.toByteArray());
            for (Group row : rows) {
                assertThat(headers(row, column.column()).get(1)).hasSize("huge=".length() + huge.length);
            }
            TopicFormat small = TopicFormats.create(settings, "t", 6L * huge.length);
            assertThatThrownBy(() -> small.route(record))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("key and headers have");
        }
        TopicFormat lines = TopicFormats.create(
                Settings.of(Values.TEXT, FileKind.JSONL)
                        .columns(MetadataColumn.HEADERS_BYTES)
                        .build(),
                "t",
                4L * MIB);
        assertThatThrownBy(() -> lines.route(record)).isInstanceOf(BadRecordException.class);
    }

    @Test
    void columnsThatRecordsAlwaysHaveAreRequired() throws Exception {
        Settings settings = Settings.of(Values.JSON, FileKind.PARQUET)
                .schema("log-event")
                .unwrap()
                .columns(MetadataColumn.values());
        String event =
                "{\"op\":\"c\",\"after\":{\"timestamp\":\"2026-03-01T12:00:00Z\",\"level\":\"INFO\",\"source\":\"s\","
                        + "\"host\":\"h\",\"message\":\"m\"}}";
        var schema = ParquetRows.footer(Written.bytes(settings.format(), record(event, HEADERS)))
                .getFileMetaData()
                .getSchema();
        for (MetadataColumn column : MetadataColumn.values()) {
            boolean required = switch (column) {
                case TOPIC, PARTITION, OFFSET, HEADERS, HEADERS_BYTES, TOMBSTONE -> true;
                default -> false;
            };
            assertThat(schema.getType(column.column()).getRepetition())
                    .as(column.toString())
                    .isEqualTo(required ? Repetition.REQUIRED : Repetition.OPTIONAL);
        }
    }
}
