package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import io.millrace.record.RowDeletedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change events of Debezium in Avro, as Kafka Connect's converters write them. */
class AvroEnvelopesTest extends GrowingTopic {
    private static final String SOURCE =
            "{\"version\":\"3.2.0.Final\",\"ts_ms\":1767225600123,\"db\":\"shop\",\"lsn\":{\"long\":7}}";
    private static final String TRANSACTION = "{\"shop.block\":{\"id\":\"571:1\",\"total_order\":1}}";
    private static final String ID = field("id", "\"long\"");
    private static final String NAME = field("name", "[\"null\",\"string\"]", "null");

    @TempDir
    private Path folder;

    @BeforeEach
    void schemas() {
        events(1, ID, NAME);
    }

    private void events(long id, String... fields) {
        schemas.put(id, events(fields));
    }

    private static String events(String... fields) {
        return """
                {"type":"record","name":"Envelope","namespace":"shop.public.orders","fields":[
                 {"name":"before","type":["null",{"type":"record","name":"Value","fields":[FIELDS],
                   "connect.name":"shop.public.orders.Value"}],"default":null},
                 {"name":"after","type":["null","Value"],"default":null},
                 {"name":"source","type":{"type":"record","name":"Source","namespace":"io.debezium.connector.postgresql",
                   "fields":[{"name":"version","type":"string"},{"name":"ts_ms","type":"long"},{"name":"db","type":"string"},
                   {"name":"lsn","type":["null","long"],"default":null}]}},
                 {"name":"transaction","type":["null",{"type":"record","name":"block","namespace":"shop","fields":[
                   {"name":"id","type":"string"},{"name":"total_order","type":"long"}]}],"default":null},
                 {"name":"op","type":"string"},
                 {"name":"ts_ms","type":["null","long"],"default":null}],
                 "connect.name":"shop.public.orders.Envelope"}
                """.replace("FIELDS", String.join(",", fields));
    }

    private static String event(String op, String before, String after) {
        return "{\"before\":" + row(before) + ",\"after\":" + row(after) + ",\"source\":" + SOURCE + ",\"transaction\":"
                + TRANSACTION + ",\"op\":\"" + op + "\",\"ts_ms\":{\"long\":1767225600456}}";
    }

    private static String row(String json) {
        return json == null ? "null" : "{\"shop.public.orders.Value\":" + json + "}";
    }

    private static String named(int id, String name) {
        return "{\"id\":" + id + ",\"name\":{\"string\":\"" + name + "\"}}";
    }

    private TopicFormat format(Settings settings) {
        return TopicFormats.create(
                settings.build(),
                "t",
                Long.MAX_VALUE,
                new FormatAids(new FoundFrames(note -> {}), Optional.of(registry)));
    }

    private static Settings of(FileKind files) {
        return Settings.of(Values.AVRO, files).unwrap();
    }

    private String rowSchema(String... fields) throws IOException {
        return Files.writeString(
                        folder.resolve("row" + fields.length + ".avsc"),
                        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + String.join(",", fields) + "]}")
                .toString();
    }

    @Test
    void theRowAfterTheChangeIsWhatIsStored() throws Exception {
        for (String op : List.of("c", "u", "r")) {
            TestRecord record = record(1, event(op, named(1, "old"), named(1, "new")));
            for (Settings settings : List.of(
                    of(FileKind.JSONL),
                    of(FileKind.JSONL).frame(FrameKind.CONFLUENT),
                    of(FileKind.JSONL).schema(rowSchema(ID, NAME)))) {
                assertThat(files(format(settings), record, record))
                        .containsExactly("{\"id\":1,\"name\":\"new\"}\n{\"id\":1,\"name\":\"new\"}\n");
            }
        }
    }

    @Test
    void everyFrameThatSaysTheSchemaWill() throws Exception {
        Path writer = Files.writeString(folder.resolve("event.avsc"), schemas.get(1L));
        byte[] framed = record(1, event("c", null, named(1, "a"))).value().array();
        byte[] bare = java.util.Arrays.copyOfRange(framed, 5, framed.length);
        assertThat(Written.text(
                        format(of(FileKind.JSONL).schema(rowSchema(ID)).frame(FrameKind.NONE, writer)),
                        TestRecord.of(bare)))
                .isEqualTo("{\"id\":1}\n");
        assertThat(files(format(of(FileKind.JSONL).frame(FrameKind.NONE, writer)), TestRecord.of(bare)))
                .containsExactly("{\"id\":1,\"name\":\"a\"}\n");
        assertThat(files(format(of(FileKind.JSONL)), container(event("c", null, named(1, "a")))))
                .containsExactly("{\"id\":1,\"name\":\"a\"}\n");
        assertThat(TopicFormats.problems(
                        of(FileKind.JSONL)
                                .schema(rowSchema(ID))
                                .frame(FrameKind.NONE)
                                .build(),
                        "t"))
                .containsExactly(
                        "--writer-schemas names 0 files, must be one with --frame none and --unwrap: the schema of"
                                + " the change events");
    }

    private TestRecord container(String json) throws IOException {
        Schema schema = new Schema.Parser().parse(schemas.get(1L));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            file.create(schema, out);
            file.append(new GenericDatumReader<>(schema)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, json)));
        }
        return TestRecord.of(out.toByteArray());
    }

    @Test
    void whatTheEventSaysBesidesItsRowIsInColumnsOnRequest() throws Exception {
        String source = "{\"version\":\"3.2.0.Final\",\"ts_ms\":1767225600123,\"db\":\"shop\",\"lsn\":7}";
        MetadataColumn[] all = {
            MetadataColumn.OP, MetadataColumn.SOURCE, MetadataColumn.SOURCE_TIMESTAMP, MetadataColumn.TRANSACTION
        };
        TestRecord record = record(1, event("u", null, named(1, "a")));
        assertThat(files(format(of(FileKind.JSONL).columns(all)), record, record)
                        .get(0)
                        .lines())
                .hasSize(2)
                .containsOnly("{\"change_op\":\"u\",\"change_source\":" + source
                        + ",\"change_source_timestamp\":\"2026-01-01T00:00:00.123Z\",\"change_transaction\":\"571:1\","
                        + "\"id\":1,\"name\":\"a\"}");
        assertThat(files(format(of(FileKind.JSONL).columns(MetadataColumn.SOURCE_TIMESTAMP)), record))
                .containsExactly(
                        "{\"change_source_timestamp\":\"2026-01-01T00:00:00.123Z\",\"id\":1,\"name\":\"a\"}\n");
        TestRecord outside = record(1, event("u", null, named(1, "a")).replace(TRANSACTION, "null"));
        assertThat(files(format(of(FileKind.JSONL).columns(MetadataColumn.TRANSACTION)), outside))
                .containsExactly("{\"change_transaction\":null,\"id\":1,\"name\":\"a\"}\n");

        TopicFormat parquet = format(of(FileKind.PARQUET).columns(all));
        parquet.route(record);
        Group row = Written.rows(parquet, record).get(0);
        assertThat(row.getString("change_op", 0)).isEqualTo("u");
        assertThat(row.getString("change_source", 0)).isEqualTo(source);
        assertThat(row.getLong("change_source_timestamp", 0)).isEqualTo(1_767_225_600_123L);
        assertThat(row.getString("change_transaction", 0)).isEqualTo("571:1");
    }

    @Test
    void aDeleteIsATombstoneUnlessItIsStored() throws Exception {
        TestRecord delete = record(1, event("d", named(1, "a"), null));
        for (Settings settings : List.of(of(FileKind.JSONL), of(FileKind.JSONL).tombstones(Tombstones.SKIP))) {
            TopicFormat format = format(settings);
            assertThatThrownBy(() -> format.route(delete)).isInstanceOf(RowDeletedException.class);
        }

        Settings storing = of(FileKind.JSONL)
                .tombstones(Tombstones.STORE)
                .columns(MetadataColumn.OFFSET, MetadataColumn.OP, MetadataColumn.TOMBSTONE);
        assertThat(files(
                                format(storing),
                                delete,
                                record(1, event("d", null, null)),
                                TestRecord.of((byte[]) null),
                                record(1, event("c", null, named(2, "b"))))
                        .get(0)
                        .lines())
                .containsExactly(
                        "{\"kafka_offset\":42,\"kafka_tombstone\":false,\"change_op\":\"d\",\"id\":1,\"name\":\"a\"}",
                        "{\"kafka_offset\":42,\"kafka_tombstone\":false,\"change_op\":\"d\",\"id\":null,\"name\":null}",
                        "{\"kafka_offset\":42,\"kafka_tombstone\":true,\"change_op\":null,\"id\":null,\"name\":null}",
                        "{\"kafka_offset\":42,\"kafka_tombstone\":false,\"change_op\":\"c\",\"id\":2,\"name\":\"b\"}");
    }

    private String sentence(TopicFormat format, TestRecord record) {
        BadRecordException[] bad = new BadRecordException[1];
        assertThatThrownBy(() -> format.route(record))
                .isInstanceOf(BadRecordException.class)
                .satisfies(e -> bad[0] = (BadRecordException) e);
        return bad[0].getMessage();
    }

    @Test
    void whatIsNoRowIsABadRecordThatSaysWhy() throws Exception {
        TopicFormat format = format(of(FileKind.JSONL));
        assertThat(sentence(format, record(1, event("t", null, null))))
                .isEqualTo("change event has op 't': its table was truncated, which is no row");
        assertThat(sentence(format, record(1, event("", null, named(1, "a")))))
                .isEqualTo("change event must have one of c, u, r, d, t and m as its 'op'");
        assertThat(sentence(format, record(1, event("u", named(1, "a"), null))))
                .isEqualTo("change event of op 'u' has no row in 'after'");
        assertThat(sentence(format, record(1, event("d", null, named(1, "a")))))
                .isEqualTo("change event of op 'd' has a row in 'after', which a delete has not");
        schema(2, field("ts_ms", "\"long\""));
        assertThat(sentence(format, record(2, "{\"ts_ms\":1}")))
                .isEqualTo("schema 2 of the registry is no change event of Debezium: it has no record 'after'");
        schema(
                3,
                field("after", "{\"type\":\"record\",\"name\":\"A\",\"fields\":[" + ID + "]}"),
                field("op", "\"int\""));
        assertThat(sentence(format, record(3, "{\"after\":{\"id\":1},\"op\":1}")))
                .isEqualTo("schema 3 of the registry is no change event of Debezium: it has no string 'op'");
        schemas.put(4L, "\"string\"");
        assertThat(sentence(format, record(4, "\"x\"")))
                .isEqualTo("schema 4 of the registry is no change event of Debezium: it has no record 'after'");
        byte[] whole =
                record(1, event("c", named(1, "old"), named(1, "new"))).value().array();
        for (int length = 5; length < whole.length; length++) {
            assertThat(sentence(format, TestRecord.of(java.util.Arrays.copyOf(whole, length))))
                    .startsWith("value ends before its record does");
        }
        assertThat(sentence(format, TestRecord.of(java.util.Arrays.copyOf(whole, whole.length + 2))))
                .isEqualTo("value has 2 bytes after its record");
        assertThat(files(format, record(1, event("c", null, named(5, "e")))))
                .containsExactly("{\"id\":5,\"name\":\"e\"}\n");
    }

    private static String connect(String name, String type, String meaning) {
        return field(
                name,
                "[\"null\",{\"type\":\"" + type + "\",\"connect.version\":1,\"connect.name\":\"" + meaning + "\"}]",
                "null");
    }

    @Test
    void connectsNamesOfTypesAreWhatTheyMean() throws Exception {
        events(
                5,
                connect("date", "int", "io.debezium.time.Date"),
                connect("time", "int", "io.debezium.time.Time"),
                connect("utime", "long", "io.debezium.time.MicroTime"),
                connect("ntime", "long", "io.debezium.time.NanoTime"),
                connect("ts", "long", "io.debezium.time.Timestamp"),
                connect("uts", "long", "io.debezium.time.MicroTimestamp"),
                connect("nts", "long", "io.debezium.time.NanoTimestamp"),
                connect("zts", "string", "io.debezium.time.ZonedTimestamp"),
                connect("year", "int", "io.debezium.time.Year"),
                field(
                        "cts",
                        "{\"type\":\"long\",\"connect.version\":1,\"logicalType\":\"timestamp-millis\","
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Timestamp\"}"),
                field(
                        "price",
                        "{\"type\":\"bytes\",\"scale\":2,\"precision\":10,\"connect.version\":1,"
                                + "\"connect.parameters\":{\"scale\":\"2\",\"connect.decimal.precision\":\"10\"},"
                                + "\"logicalType\":\"decimal\",\"connect.name\":\"org.apache.kafka.connect.data.Decimal\"}"),
                // What converters write where no precision is known.
                field(
                        "any",
                        "{\"type\":\"bytes\",\"scale\":0,\"precision\":64,\"connect.version\":1,"
                                + "\"connect.parameters\":{\"scale\":\"0\"},\"logicalType\":\"decimal\","
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\"}"),
                // What a converter that knows no logical types would.
                field(
                        "plain",
                        "{\"type\":\"bytes\",\"connect.parameters\":{\"scale\":\"1\"},"
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\"}"));
        BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        TestRecord record = typed(
                -719162,
                86_399_999,
                86_399_999_999L,
                1L,
                -62_135_596_800_000L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                "2026-03-01T12:00:00.123456789+02:00",
                2026,
                1L,
                new BigInteger("-9999999999"),
                most,
                BigInteger.TEN.negate());
        TopicFormat format = format(of(FileKind.PARQUET));
        format.route(record);
        byte[] file = Written.bytes(format, record);
        MessageType schema = ParquetRows.footer(file).getFileMetaData().getSchema();
        Group read = ParquetRows.read(file).get(0);
        assertThat(read.getInteger("date", 0)).isEqualTo(-719162);
        assertThat(read.getInteger("time", 0)).isEqualTo(86_399_999);
        assertThat(read.getLong("utime", 0)).isEqualTo(86_399_999_999L);
        assertThat(read.getLong("ts", 0)).isEqualTo(-62_135_596_800_000L);
        assertThat(read.getLong("uts", 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(read.getLong("nts", 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(read.getLong("zts", 0)).isEqualTo(1_772_359_200_123_456L);
        assertThat(read.getInteger("year", 0)).isEqualTo(2026);
        assertThat(read.getLong("price", 0)).isEqualTo(-9_999_999_999L);
        assertThat(new BigInteger(read.getBinary("any", 0).getBytes())).isEqualTo(most);
        assertThat(new BigInteger(read.getBinary("plain", 0).getBytes())).isEqualTo(BigInteger.TEN.negate());
        assertThat(logical(schema, "date")).isEqualTo(LogicalTypeAnnotation.dateType());
        assertThat(logical(schema, "time")).isEqualTo(LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS));
        assertThat(logical(schema, "utime")).isEqualTo(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
        assertThat(logical(schema, "ntime")).isNull();
        assertThat(logical(schema, "ts")).isEqualTo(LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS));
        assertThat(logical(schema, "uts")).isEqualTo(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
        assertThat(logical(schema, "nts")).isEqualTo(LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS));
        assertThat(logical(schema, "zts")).isEqualTo(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
        assertThat(logical(schema, "cts")).isEqualTo(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS));
        assertThat(logical(schema, "price")).isEqualTo(LogicalTypeAnnotation.decimalType(2, 10));
        assertThat(logical(schema, "any")).isEqualTo(LogicalTypeAnnotation.decimalType(0, 38));
        assertThat(logical(schema, "plain")).isEqualTo(LogicalTypeAnnotation.decimalType(1, 38));

        for (String unit : List.of("millis", "micros", "nanos")) {
            TopicFormat by = format(of(FileKind.JSONL)
                    .schema(rowSchema(field(
                            "zts", "[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-" + unit + "\"}]"))));
            assertThat(Written.text(by, record)).startsWith("{\"zts\":\"2026-03-01T10:00:00.123");
        }
        assertThat(Written.text(
                        format(of(FileKind.JSONL).schema(rowSchema(field("zts", "[\"null\",\"string\"]")))), record))
                .isEqualTo("{\"zts\":\"2026-03-01T12:00:00.123456789+02:00\"}\n");
        assertThat(sentence(
                        format(of(FileKind.JSONL)
                                .schema(rowSchema(field(
                                        "uts",
                                        "[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}]")))),
                        record))
                .startsWith(
                        "field 'uts' is long (local-timestamp-micros) in schema 5 of the registry, which cannot become");

        TestRecord beyond = typed(
                0,
                0,
                86_400_000_000L,
                1L,
                0L,
                0L,
                0L,
                "2026-03-01T12:00:00Z",
                1,
                1L,
                BigInteger.ONE,
                BigInteger.ONE,
                BigInteger.ONE);
        assertThat(sentence(format, beyond)).isEqualTo("field 'utime' is no time of day");
        TestRecord noTime =
                typed(0, 0, 0L, 1L, 0L, 0L, 0L, "noon", 1, 1L, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE);
        assertThat(sentence(format, noTime)).startsWith("field 'zts' must be an ISO-8601 time with an offset");
        TestRecord tooMany = typed(
                0,
                0,
                0L,
                1L,
                0L,
                0L,
                0L,
                "2026-03-01T12:00:00Z",
                1,
                1L,
                BigInteger.ONE,
                most.add(BigInteger.ONE),
                BigInteger.ONE);
        assertThat(sentence(format, tooMany)).isEqualTo("field 'any' must have at most 38 digits");
    }

    private static LogicalTypeAnnotation logical(MessageType schema, String column) {
        return schema.getType(column).getLogicalTypeAnnotation();
    }

    /** An event of schema 5 whose row has these values, decimals as their unscaled values. */
    private TestRecord typed(Object... values) throws IOException {
        Schema schema = new Schema.Parser().parse(schemas.get(5L));
        Schema row = schema.getField("after").schema().getTypes().get(1);
        GenericData.Record after = new GenericData.Record(row);
        for (int i = 0; i < values.length; i++) {
            after.put(
                    i, values[i] instanceof BigInteger unscaled ? ByteBuffer.wrap(unscaled.toByteArray()) : values[i]);
        }
        GenericData.Record source =
                new GenericData.Record(schema.getField("source").schema());
        source.put("version", "3");
        source.put("ts_ms", 1L);
        source.put("db", "shop");
        GenericData.Record event = new GenericData.Record(schema);
        event.put("after", after);
        event.put("source", source);
        event.put("op", "c");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).putInt(1, 5).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(event, encoder);
        encoder.flush();
        return TestRecord.of(out.toByteArray());
    }

    @Test
    void aRowWhoseTypesNoColumnCanHoldIsABadRecord() throws Exception {
        events(
                6,
                field(
                        "d",
                        "{\"type\":\"bytes\",\"connect.parameters\":{\"scale\":\"39\"},"
                                + "\"connect.name\":\"org.apache.kafka.connect.data.Decimal\"}"));
        assertThat(sentence(format(of(FileKind.JSONL)), record(6, event("c", null, "{\"d\":\"a\"}"))))
                .isEqualTo("schema 6 of the registry has a row in 'after' that cannot become columns");
    }

    @Test
    void columnsGrowWithTheSchemasOfEvents() throws Exception {
        events(2, field("id", "\"long\""), field("more", "[\"null\",\"int\"]", "null"));
        assertThat(files(
                        format(of(FileKind.JSONL)),
                        record(1, event("c", null, named(1, "a"))),
                        record(2, event("c", null, "{\"id\":2,\"more\":{\"int\":7}}")),
                        record(1, event("u", null, named(3, "c")))))
                .containsExactly(
                        "{\"id\":1,\"name\":\"a\"}\n",
                        "{\"id\":2,\"name\":null,\"more\":7}\n{\"id\":3,\"name\":\"c\",\"more\":null}\n");
    }
}
