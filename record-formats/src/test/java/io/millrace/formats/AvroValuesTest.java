package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro records in files, whatever stands around them. */
class AvroValuesTest {
    private static final Schema OLD = new Schema.Parser().parse("""
            {"type":"record","name":"Order","namespace":"shop","fields":[
             {"name":"id","type":"int"},
             {"name":"customer","type":"string"},
             {"name":"dropped","type":{"type":"array","items":"string"}}]}
            """);

    private static final Schema NEW = new Schema.Parser().parse("""
            {"type":"record","name":"Order","namespace":"shop","fields":[
             {"name":"id","type":"long"},
             {"name":"buyer","type":"string","aliases":["customer"]},
             {"name":"tags","type":{"type":"array","items":"string"},"default":["new","old"]},
             {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}],"default":null},
             {"name":"either","type":["null","string","long"],"default":null}]}
            """);

    @TempDir
    private Path folder;

    private Path old;
    private Path current;

    @BeforeEach
    void writeSchemas() throws Exception {
        old = Files.writeString(folder.resolve("old.avsc"), OLD.toString());
        current = Files.writeString(folder.resolve("new.avsc"), NEW.toString());
    }

    private Settings settings(FileKind files) {
        return Settings.of(Values.AVRO, files).schema(current.toString());
    }

    private static GenericData.Record oldOrder(int id) {
        GenericData.Record order = new GenericData.Record(OLD);
        order.put("id", id);
        order.put("customer", "Zoë");
        order.put("dropped", List.of("x", "y"));
        return order;
    }

    private static GenericData.Record newOrder(long id, Object either) {
        GenericData.Record order = new GenericData.Record(NEW);
        order.put("id", id);
        order.put("buyer", "Ann");
        order.put("tags", List.of());
        order.put("price", ByteBuffer.wrap(new byte[] {(byte) 0xfb, 0x2e}));
        order.put("either", either);
        return order;
    }

    private static byte[] bare(GenericData.Record order) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(order.getSchema()).write(order, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static byte[] single(GenericData.Record order) throws Exception {
        ByteBuffer encoded = new BinaryMessageEncoder<>(GenericData.get(), order.getSchema()).encode(order);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static byte[] container(CodecFactory codec, GenericData.Record... orders) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericData.Record> file = new DataFileWriter<>(new GenericDatumWriter<>())) {
            file.setCodec(codec).create(orders[0].getSchema(), out);
            for (GenericData.Record order : orders) {
                file.append(order);
            }
        }
        return out.toByteArray();
    }

    private static final String OLD_AS_NEW =
            "{\"id\":7,\"buyer\":\"Zoë\",\"tags\":[\"new\",\"old\"],\"price\":null,\"either\":null}\n";
    private static final String NEW_ITSELF =
            "{\"id\":9,\"buyer\":\"Ann\",\"tags\":[],\"price\":-12.34,\"either\":{\"member1\":5}}\n";

    @Test
    void aBareValueIsOfTheSchemaThatIsNamed() throws Exception {
        assertThat(Written.text(settings(FileKind.JSONL).format(), TestRecord.of(bare(newOrder(9, 5L)))))
                .isEqualTo(NEW_ITSELF);
        assertThat(Written.text(
                        settings(FileKind.JSONL).frame(FrameKind.NONE, old).format(), TestRecord.of(bare(oldOrder(7)))))
                .isEqualTo(OLD_AS_NEW);
    }

    @Test
    void aSingleObjectSaysWhichSchemaWroteIt() throws Exception {
        TopicFormat format = settings(FileKind.JSONL).frame(null, old).format();

        assertThat(Written.text(format, TestRecord.of(single(oldOrder(7))), TestRecord.of(single(newOrder(9, 5L)))))
                .isEqualTo(OLD_AS_NEW + NEW_ITSELF);
    }

    @Test
    void aSchemaThatNobodyNamedMakesABadRecord() {
        assertThatThrownBy(() -> settings(FileKind.JSONL).format().route(TestRecord.of(single(oldOrder(7)))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageMatching(
                        "value was written by a schema of the fingerprint [0-9a-f]{16}, which is neither --schema"
                                + " nor one of --writer-schemas");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void aContainerOfOneRecordBringsItsSchema(String codec) throws Exception {
        TopicFormat format = settings(FileKind.JSONL).format();
        CodecFactory packed = CodecFactory.fromString(codec);

        assertThat(Written.text(
                        format,
                        TestRecord.of(container(packed, oldOrder(7))),
                        TestRecord.of(container(packed, newOrder(9, 5L)))))
                .isEqualTo(OLD_AS_NEW + NEW_ITSELF);
        assertThatThrownBy(() -> format.route(TestRecord.of(container(packed, oldOrder(1), oldOrder(2)))))
                .hasMessage("value is an Avro container whose first block has 2 records, must be one in all");
    }

    @Test
    void aPackedContainerDoesNotFillTheHeap() throws Exception {
        GenericData.Record order = oldOrder(7);
        order.put("customer", "a".repeat(20_000_000));
        TopicFormat format = TopicFormats.create(settings(FileKind.JSONL).build(), "t", 4 << 20);

        assertThatThrownBy(() -> format.route(TestRecord.of(container(CodecFactory.fromString("deflate"), order))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageStartingWith("value has so many parts that they need more than");
    }

    @Test
    void columnsAreTypedAndUnionsAreGroups() throws Exception {
        TopicFormat format = settings(FileKind.PARQUET).format();

        List<Group> rows = Written.rows(
                format,
                TestRecord.of(bare(newOrder(9, 5L))),
                TestRecord.of(bare(newOrder(10, "five"))),
                TestRecord.of(bare(newOrder(11, null))));

        assertThat(rows.get(0).getType().toString())
                .contains("required int64 id", "required binary buyer (STRING)", "optional int64 price (DECIMAL(9,2))")
                .contains("optional group either", "optional binary member0 (STRING)", "optional int64 member1");
        assertThat(rows.get(0).getLong("price", 0)).isEqualTo(-1234);
        assertThat(rows.get(0).getGroup("either", 0).getLong("member1", 0)).isEqualTo(5);
        assertThat(rows.get(0).getGroup("either", 0).getFieldRepetitionCount("member0"))
                .isZero();
        assertThat(rows.get(1).getGroup("either", 0).getString("member0", 0)).isEqualTo("five");
        assertThat(rows.get(2).getFieldRepetitionCount("either")).isZero();
    }

    @Test
    void everyLogicalTypeHasItsColumn() throws Exception {
        Schema schema = new Schema.Parser().parse("""
                {"type":"record","name":"Times","fields":[
                 {"name":"day","type":{"type":"int","logicalType":"date"}},
                 {"name":"tm","type":{"type":"int","logicalType":"time-millis"}},
                 {"name":"tu","type":{"type":"long","logicalType":"time-micros"}},
                 {"name":"sm","type":{"type":"long","logicalType":"timestamp-millis"}},
                 {"name":"su","type":{"type":"long","logicalType":"timestamp-micros"}},
                 {"name":"sn","type":{"type":"long","logicalType":"timestamp-nanos"}},
                 {"name":"lm","type":{"type":"long","logicalType":"local-timestamp-millis"}},
                 {"name":"lu","type":{"type":"long","logicalType":"local-timestamp-micros"}},
                 {"name":"ln","type":{"type":"long","logicalType":"local-timestamp-nanos"}},
                 {"name":"us","type":{"type":"string","logicalType":"uuid"}},
                 {"name":"uf","type":{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}},
                 {"name":"span","type":{"type":"fixed","name":"D","size":12,"logicalType":"duration"}}]}
                """);
        GenericData.Record record = new GenericData.Record(schema);
        List<Object> values = List.of(
                20_000,
                3_723_004,
                3_723_000_004L,
                1_767_225_600_001L,
                1_767_225_600_000_001L,
                1_767_225_600_000_000_001L,
                -1L,
                -1L,
                -1L,
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                new GenericData.Fixed(schema.getField("uf").schema(), new byte[16]),
                new GenericData.Fixed(
                        schema.getField("span").schema(), new byte[] {1, 0, 0, 0, 2, 0, 0, 0, -68, 11, 0, 0}));
        for (int i = 0; i < values.size(); i++) {
            record.put(i, values.get(i));
        }
        Path file = Files.writeString(folder.resolve("times.avsc"), schema.toString());

        String line = Written.text(
                Settings.of(Values.AVRO, FileKind.JSONL).schema(file.toString()).format(), TestRecord.of(bare(record)));
        assertThat(line)
                .isEqualTo("{\"day\":\"2024-10-04\",\"tm\":\"01:02:03.004\",\"tu\":\"01:02:03.000004\","
                        + "\"sm\":\"2026-01-01T00:00:00.001Z\",\"su\":\"2026-01-01T00:00:00.000001Z\","
                        + "\"sn\":\"2026-01-01T00:00:00.000000001Z\",\"lm\":\"1969-12-31T23:59:59.999\","
                        + "\"lu\":\"1969-12-31T23:59:59.999999\",\"ln\":\"1969-12-31T23:59:59.999999999\","
                        + "\"us\":\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\",\"uf\":\"00000000-0000-0000-0000-000000000000\","
                        + "\"span\":\"P1M2DT3.004S\"}\n");

        byte[] parquet = Written.bytes(
                Settings.of(Values.AVRO, FileKind.PARQUET)
                        .schema(file.toString())
                        .format(),
                TestRecord.of(bare(record)));
        MessageType columns = ParquetRows.footer(parquet).getFileMetaData().getSchema();
        List<String> types = new ArrayList<>();
        columns.getFields()
                .forEach(field ->
                        types.add(field.toString().replace("required ", "").replaceFirst(" = \\d+$", "")));
        assertThat(types)
                .containsExactly(
                        "int32 day (DATE)",
                        "int32 tm (TIME(MILLIS,false))",
                        "int64 tu (TIME(MICROS,false))",
                        "int64 sm (TIMESTAMP(MILLIS,true))",
                        "int64 su (TIMESTAMP(MICROS,true))",
                        "int64 sn (TIMESTAMP(NANOS,true))",
                        "int64 lm (TIMESTAMP(MILLIS,false))",
                        "int64 lu (TIMESTAMP(MICROS,false))",
                        "int64 ln (TIMESTAMP(NANOS,false))",
                        "binary us (STRING)",
                        "binary uf (STRING)",
                        "fixed_len_byte_array(12) span (INTERVAL)");
        Group row = ParquetRows.read(parquet).get(0);
        assertThat(row.getLong("sn", 0)).isEqualTo(1_767_225_600_000_000_001L);
        assertThat(row.getInteger("tm", 0)).isEqualTo(3_723_004);
        assertThat(row.getBinary("span", 0).getBytes()).isEqualTo(new byte[] {1, 0, 0, 0, 2, 0, 0, 0, -68, 11, 0, 0});
    }

    @Test
    void whatCannotBeResolvedNamesTheFieldAndBothTypes() throws Exception {
        Path other = Files.writeString(
                folder.resolve("other.avsc"), OLD.toString().replace("\"type\":\"int\"", "\"type\":\"string\""));
        TopicFormat format =
                settings(FileKind.JSONL).frame(FrameKind.NONE, other).format();

        assertThatThrownBy(() -> format.route(TestRecord.of(bare(oldOrder(7)))))
                .isInstanceOf(BadRecordException.class)
                .hasMessage("field 'id' is string in --writer-schemas '" + other
                        + "', which cannot become long of --schema '" + current + "'");
    }

    @Test
    void aUnitOfTimeIsNeverReadAsAnother() throws Exception {
        String schema = """
                {"type":"record","name":"T","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-%s"}}]}
                """;
        Path millis = Files.writeString(folder.resolve("millis.avsc"), schema.formatted("millis"));
        Path micros = Files.writeString(folder.resolve("micros.avsc"), schema.formatted("micros"));
        TopicFormat format = Settings.of(Values.AVRO, FileKind.PARQUET)
                .schema(micros.toString())
                .frame(FrameKind.NONE, millis)
                .format();

        assertThatThrownBy(() -> format.route(TestRecord.of(new byte[] {2})))
                .hasMessage("field 'at' is long (timestamp-millis) in --writer-schemas '" + millis
                        + "', which cannot become long (timestamp-micros) of --schema '" + micros + "'");
    }

    @Test
    void autoGoesByTheFirstRecordAndSaysSoOnce() throws Exception {
        List<String> notes = new ArrayList<>();
        FormatAids found = new FormatAids(new FoundFrames(notes::add), Optional.empty());
        FormatSettings settings =
                settings(FileKind.JSONL).frame(FrameKind.AUTO, old).build();
        TopicFormat first = TopicFormats.create(settings, "readings", Long.MAX_VALUE, found);
        TopicFormat second = TopicFormats.create(settings, "readings", Long.MAX_VALUE, found);

        first.route(TestRecord.of(single(oldOrder(7))));
        assertThatThrownBy(() -> second.route(TestRecord.of(bare(newOrder(1, null)))))
                .hasMessage(
                        "value must begin with the bytes C3 01 and a fingerprint of 8 bytes, as --frame single-object"
                                + " says");
        assertThat(notes)
                .containsExactly(
                        "Values of topic readings have the frame single-object, as the first that could be read shows;"
                                + " --frame single-object says so from the start");
    }

    @Test
    void aFrameThatJsonDoesNotExpectIsNamed() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.JSONL).format();

        assertThatThrownBy(() -> format.route(TestRecord.of(new byte[] {0, 0, 0, 0, 7, '{', '}'})))
                .hasMessage(
                        "value has the frame of a schema registry, a zero byte and the id 7, which --frame confluent"
                                + " takes off");
        assertThatThrownBy(() -> format.route(TestRecord.of(single(oldOrder(7)))))
                .hasMessage(
                        "value is an Avro object with the fingerprint of its schema, which --value-format avro --frame"
                                + " single-object reads");
        assertThatThrownBy(() -> format.route(TestRecord.of(container(CodecFactory.nullCodec(), oldOrder(7)))))
                .hasMessage("value is an Avro container file, which --value-format avro --frame container reads");
    }

    @Test
    void aFrameIsTakenOffJsonToo() throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.JSONL)
                .frame(FrameKind.CONFLUENT)
                .format();

        assertThat(Written.text(format, TestRecord.of(new byte[] {0, 0, 0, 0, 7, '{', ' ', '}'})))
                .isEqualTo("{}\n");
        assertThatThrownBy(() -> format.route(TestRecord.of("{}")))
                .hasMessage(
                        "value must begin with a zero byte and the id of a schema in 4 bytes, as --frame confluent says");
    }

    @Test
    void foldersAndMetadataComeFromColumnsAsWithOtherValues() throws Exception {
        TopicFormat format = settings(FileKind.JSONL)
                .layout("buyer={buyer}")
                .columns(MetadataColumn.OFFSET)
                .format();

        assertThat(format.route(TestRecord.of(bare(newOrder(9, null))))).isEqualTo("buyer=Ann");
        assertThat(Written.text(format, TestRecord.of(bare(newOrder(9, null)))))
                .startsWith("{\"kafka_offset\":42,\"id\":9,");
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefused() {
        assertThat(TopicFormats.problems(
                        Settings.of(Values.AVRO, FileKind.PARQUET)
                                .frame(FrameKind.NONE)
                                .build(),
                        "t"))
                .containsExactly("--value-format avro with --frame none needs --schema");
        assertThat(TopicFormats.problems(settings(FileKind.TEXT).build(), "t"))
                .containsExactly(
                        "--file-format text does not go with --value-format avro, must be parquet, avro, jsonl or json");
        assertThat(TopicFormats.problems(
                        Settings.of(Values.TEXT, FileKind.TEXT)
                                .frame(FrameKind.CONFLUENT)
                                .build(),
                        "t"))
                .containsExactly("--frame 'confluent' does not go with --value-format text, must be none");
        assertThat(TopicFormats.problems(
                        settings(FileKind.JSONL)
                                .frame(FrameKind.NONE, old, current)
                                .build(),
                        "t"))
                .containsExactly("--writer-schemas names 2 files, must be one with --frame none: such values do not say"
                        + " which of them wrote them");
    }
}
