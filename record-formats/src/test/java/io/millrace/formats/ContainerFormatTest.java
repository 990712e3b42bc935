package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.formats.container.ContainerFormat;
import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.UnreadableFileException;
import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Avro's container files, read by the Avro library. */
class ContainerFormatTest {
    /** Every type that comes back as it went in. */
    private static final String EVERYTHING = """
            {"type":"record","name":"Everything","namespace":"io.acme","fields":[
              {"name":"b","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},
              {"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"s","type":"string"},
              {"name":"y","type":"bytes"},
              {"name":"x","type":{"type":"fixed","name":"Five","size":5}},
              {"name":"day","type":{"type":"int","logicalType":"date"}},
              {"name":"tm","type":{"type":"int","logicalType":"time-millis"}},
              {"name":"tu","type":{"type":"long","logicalType":"time-micros"}},
              {"name":"sm","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"su","type":{"type":"long","logicalType":"timestamp-micros"}},
              {"name":"sn","type":{"type":"long","logicalType":"timestamp-nanos"}},
              {"name":"lm","type":{"type":"long","logicalType":"local-timestamp-millis"}},
              {"name":"lu","type":{"type":"long","logicalType":"local-timestamp-micros"}},
              {"name":"ln","type":{"type":"long","logicalType":"local-timestamp-nanos"}},
              {"name":"du","type":{"type":"fixed","name":"Span","size":12,"logicalType":"duration"}},
              {"name":"maybe","type":["null","string"]},
              {"name":"perhaps","type":["long","null"]},
              {"name":"inner","type":["null",{"type":"record","name":"Inner","fields":[
                {"name":"x","type":["null",{"type":"fixed","name":"Three","size":3}]},
                {"name":"inner","type":{"type":"record","name":"Deep","fields":[{"name":"n","type":"int"}]}}]}]},
              {"name":"list","type":{"type":"array","items":["null","int"]}},
              {"name":"lists","type":["null",{"type":"array","items":{"type":"array","items":"string"}}]},
              {"name":"rows","type":{"type":"array","items":{"type":"record","name":"Line","fields":[
                {"name":"k","type":"string"},{"name":"tags","type":{"type":"map","values":["null","double"]}}]}}},
              {"name":"map","type":{"type":"map","values":{"type":"array","items":"long"}}}
            ]}""";

    private static final String READING =
            "{\"device_id\":\"d\",\"type\":\"t\",\"value\":1.5,\"unit\":\"C\",\"timestamp\":\"2026-03-01T12:00:00Z\","
                    + "\"anomaly\":false}";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Settings settings(String schema) throws Exception {
        Path file = folder.resolve("schema.avsc");
        Files.writeString(file, schema);
        return Settings.of(Values.AVRO, FileKind.AVRO).schema(file.toString());
    }

    private static TestRecord encoded(Schema schema, Object datum) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(datum, encoder);
        encoder.flush();
        return TestRecord.of(out.toByteArray());
    }

    private static List<GenericRecord> read(byte[] file) throws Exception {
        List<GenericRecord> rows = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(file), new GenericDatumReader<>())) {
            reader.forEach(rows::add);
        }
        return rows;
    }

    private static Schema schema(byte[] file) throws Exception {
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(file), new GenericDatumReader<>())) {
            return reader.getSchema();
        }
    }

    private record InMemory(byte[] file) implements StoredFile {
        @Override
        public long length() {
            return file.length;
        }

        @Override
        public InputStream bytes() {
            return new ByteArrayInputStream(file);
        }

        @Override
        public InputStream open() {
            return bytes();
        }
    }

    private static long counted(byte[] file) throws Exception {
        return new ContainerFormat().rows(new InMemory(file), Compression.NONE).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void recordsComeBackAsTheyWereWithEveryCodec(Compression compression) throws Exception {
        Schema everything = new Schema.Parser().parse(EVERYTHING);
        List<Object> data = new ArrayList<>();
        new RandomData(everything, 3_000, 11).forEach(data::add);
        List<TestRecord> records = new ArrayList<>();
        for (Object datum : data) {
            records.add(encoded(everything, datum));
        }

        byte[] file = Written.bytes(
                settings(EVERYTHING).compression(compression).format(), records.toArray(TestRecord[]::new));

        List<GenericRecord> rows = read(file);
        assertThat(rows).hasSize(data.size());
        for (int i = 0; i < rows.size(); i++) {
            // As trees, since a map has no order.
            assertThat(JSON.readTree(rows.get(i).toString())
                            .equals(JSON.readTree(data.get(i).toString())))
                    .as("record %d", i)
                    .isTrue();
        }
        assertThat(counted(file)).isEqualTo(data.size());
        assertThat(new String(file, 0, 4_096, StandardCharsets.ISO_8859_1))
                .contains(
                        switch (compression) {
                            case NONE -> "null";
                            case GZIP -> "deflate";
                            case SNAPPY -> "snappy";
                            case ZSTD -> "zstandard";
                        });
    }

    @Test
    void extremesComeBack() throws Exception {
        Schema numbers = new Schema.Parser().parse("""
                {"type":"record","name":"R","fields":[{"name":"l","type":"long"},{"name":"d","type":"double"},
                 {"name":"f","type":"float"},{"name":"s","type":"string"},{"name":"list","type":{"type":"array","items":"int"}}]}""");
        List<TestRecord> records = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (long l : new long[] {Long.MIN_VALUE, -1, 0, 63, 64, -64, -65, Long.MAX_VALUE}) {
            for (double d : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e308}) {
                GenericRecord record = new GenericData.Record(numbers);
                record.put("l", l);
                record.put("d", d);
                record.put("f", (float) d);
                record.put("s", l == 0 ? "" : "😀".repeat(l == 63 ? 250_000 : 1));
                record.put("list", l < 0 ? List.of() : List.of(Integer.MIN_VALUE, 0, Integer.MAX_VALUE));
                records.add(encoded(numbers, record));
                expected.add(record.toString());
            }
        }

        List<GenericRecord> rows =
                read(Written.bytes(settings(numbers.toString()).format(), records.toArray(TestRecord[]::new)));

        assertThat(rows.stream().map(Object::toString)).isEqualTo(expected);
    }

    @Test
    void decimalsHaveTheirDigits() throws Exception {
        String schema = """
                {"type":"record","name":"R","fields":[
                 {"name":"small","type":{"type":"bytes","logicalType":"decimal","precision":18,"scale":3}},
                 {"name":"large","type":{"type":"bytes","logicalType":"decimal","precision":38,"scale":10}}]}""";
        TopicFormat format = Settings.of(Values.JSON, FileKind.AVRO)
                .schema(Files.writeString(folder.resolve("d.avsc"), schema).toString())
                .format();
        String[][] pairs = {
            {"0", "0"},
            {"-0.001", "1.0000000001"},
            {"0.127", "-1.5"},
            {"0.128", "9999999999999999999999999999.9999999999"},
            {"-0.128", "-9999999999999999999999999999.9999999999"},
            {"-0.129", "3"},
            {"999999999999999.999", "4"},
            {"-999999999999999.999", "5"}
        };
        TestRecord[] records = Arrays.stream(pairs)
                .map(pair -> TestRecord.of("{\"small\":" + pair[0] + ",\"large\":" + pair[1] + "}"))
                .toArray(TestRecord[]::new);

        byte[] file = Written.bytes(format, records);

        List<GenericRecord> rows = read(file);
        Schema small = schema(file).getField("small").schema();
        Schema large = schema(file).getField("large").schema();
        assertThat(small.getLogicalType()).isEqualTo(LogicalTypes.decimal(18, 3));
        assertThat(large.getLogicalType()).isEqualTo(LogicalTypes.decimal(38, 10));
        Conversions.DecimalConversion decimals = new Conversions.DecimalConversion();
        for (int i = 0; i < pairs.length; i++) {
            ByteBuffer bytes = (ByteBuffer) rows.get(i).get("small");
            assertThat(bytes.remaining()).isLessThanOrEqualTo(8);
            assertThat(decimals.fromBytes(bytes, small, small.getLogicalType()))
                    .isEqualByComparingTo(new BigDecimal(pairs[i][0]));
            assertThat(decimals.fromFixed((GenericData.Fixed) rows.get(i).get("large"), large, large.getLogicalType()))
                    .isEqualByComparingTo(new BigDecimal(pairs[i][1]));
        }
    }

    @Test
    void unionsAreRecordsOfOneMemberEnumsAreTextAndMetadataComeBehind() throws Exception {
        Schema union = new Schema.Parser().parse("""
                {"type":"record","name":"R","fields":[{"name":"u","type":["null","long","string"]},
                 {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}}]}""");
        GenericRecord one = new GenericData.Record(union);
        one.put("u", 5L);
        one.put("e", new GenericData.EnumSymbol(union.getField("e").schema(), "B"));
        GenericRecord none = new GenericData.Record(union);
        none.put("e", new GenericData.EnumSymbol(union.getField("e").schema(), "A"));

        byte[] file = Written.bytes(
                settings(union.toString())
                        .columns(MetadataColumn.OFFSET, MetadataColumn.KEY)
                        .format(),
                encoded(union, one).withKey(new byte[] {'k'}),
                encoded(union, none));

        assertThat(read(file).stream().map(Object::toString))
                .containsExactly(
                        "{\"u\": {\"member0\": 5, \"member1\": null}, \"e\": \"B\", \"kafka_offset\": 42, \"kafka_key\": \"k\"}",
                        "{\"u\": null, \"e\": \"A\", \"kafka_offset\": 42, \"kafka_key\": null}");
    }

    @Test
    void aBadRecordLeavesNoTrace() throws Exception {
        TopicFormat format =
                Settings.of(Values.JSON, FileKind.AVRO).schema("sensor-reading").format();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        format.route(TestRecord.of(READING));
        file.append();
        assertThatThrownBy(() -> format.route(TestRecord.of(READING.replace("1.5", "\"x\""))))
                .isInstanceOf(BadRecordException.class);
        format.route(TestRecord.of(READING));
        file.flush();
        file.append();
        file.finish();

        assertThat(file.rows()).isEqualTo(2);
        assertThat(file.bytes()).isEqualTo(out.size());
        assertThat(file.bufferedBytes()).isZero();
        assertThat(read(out.toByteArray())).hasSize(2);
    }

    /** Three blocks of as many records each, which a reader could take for one another. */
    private byte[] equalBlocks(Compression compression) throws Exception {
        TopicFormat format = Settings.of(Values.JSON, FileKind.AVRO)
                .schema("sensor-reading")
                .compression(compression)
                .format();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        for (int i = 0; i < 12; i++) {
            format.route(TestRecord.of(READING));
            file.append();
            if (i % 4 == 3) {
                file.flush();
            }
        }
        file.finish();
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aFileThatWasCutOrAlteredIsNoContainerFileOrHasOtherRows(Compression compression) throws Exception {
        byte[] whole = equalBlocks(compression);
        assertThat(counted(whole)).isEqualTo(12);
        assertThat(read(whole)).hasSize(12);

        int unreadable = 0;
        for (int length = 0; length < whole.length; length++) {
            try {
                assertThat(counted(Arrays.copyOf(whole, length)))
                        .as("of %d bytes", length)
                        .isIn(0L, 4L, 8L);
            } catch (UnreadableFileException e) {
                assertThat(e).hasMessageStartingWith("an Avro container file: ");
                unreadable++;
            }
        }
        // Whole but for one or two blocks, or for all.
        assertThat(unreadable).isEqualTo(whole.length - 3);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] altered = whole.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                counted(altered);
            } catch (UnreadableFileException e) {
                unreadable++;
            }
        }
        assertThat(unreadable).isGreaterThan(whole.length);
    }

    @Test
    void aFileWithoutRecordsIsOneOfNoRows() throws Exception {
        byte[] file = Written.bytes(settings(EVERYTHING).format());
        assertThat(counted(file)).isZero();
        assertThat(read(file)).isEmpty();
    }

    @Test
    void theRoomOfAHugeRecordIsGivenBack() throws Exception {
        TopicFormat format = Settings.of(Values.TEXT, FileKind.AVRO)
                .compression(Compression.GZIP)
                .format();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        long empty = file.bufferedBytes();
        format.route(TestRecord.of("small"));
        file.append();
        format.route(TestRecord.of("x".repeat(8 << 20)));
        file.append();
        assertThat(file.bufferedBytes()).isLessThan(1 << 20);
        format.route(TestRecord.of("y".repeat(100_000)));
        file.append();
        assertThat(file.flushableBytes())
                .isEqualTo(file.bufferedBytes() - empty)
                .isPositive();
        file.flush();
        assertThat(file.bufferedBytes()).isEqualTo(empty);
        format.route(TestRecord.of("last"));
        file.append();
        file.finish();

        assertThat(read(out.toByteArray()).stream()
                        .map(row -> row.get("value").toString().length()))
                .containsExactly(5, 8 << 20, 100_000, 4);
    }

    @Test
    void aRecordWithinARecordIsNamedByItsFieldAndTheRecordAroundIt() throws Exception {
        String schema = """
                {"type":"record","name":"bytes","namespace":"io.acme","fields":[{"name":"x","type":
                  {"type":"record","name":"X","fields":[{"name":"x","type":{"type":"record","name":"Y","fields":[
                    {"name":"x","type":{"type":"fixed","name":"Z","size":1}}]}}]}},
                  {"name":"y","type":{"type":"array","items":{"type":"record","name":"W","fields":[{"name":"y","type":"int"}]}}}]}""";
        TopicFormat format = Settings.of(Values.JSON, FileKind.AVRO)
                .schema(Files.writeString(folder.resolve("odd.avsc"), schema).toString())
                .format();

        Schema written =
                schema(Written.bytes(format, TestRecord.of("{\"x\":{\"x\":{\"x\":\"AA==\"}},\"y\":[{\"y\":1}]}")));

        // A name of one of Avro's own types is no name without a namespace.
        assertThat(written.getFullName()).isEqualTo("bytes_record");
        assertThat(written.getField("x").schema().getFullName()).isEqualTo("bytes_record.x");
        assertThat(written.getField("x").schema().getField("x").schema().getFullName())
                .isEqualTo("bytes_record.x.x");
    }

    @Test
    void aNameThatAvroDoesNotTakeNeverTakesOneOfAnotherColumn() throws Exception {
        String before = names("größe", "gr_xf6__xdf_e", "grosse");
        String after = names("grüße", "größe", "gr_xf6__xdf_e", "grosse");

        assertThat(before).isEqualTo("größe as gr_xf6__xdf_e_2, gr_xf6__xdf_e, grosse");
        assertThat(after).isEqualTo("grüße as gr_xfc__xdf_e, " + before);
    }

    /** Columns as files name them, where their own names are others. Avro's parser takes letters of every language. */
    private String names(String... columns) throws Exception {
        String fields = Arrays.stream(columns)
                .map("{\"name\":\"%s\",\"type\":\"int\"}"::formatted)
                .collect(Collectors.joining(","));
        Path file = folder.resolve(columns.length + ".avsc");
        Files.writeString(file, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
        TopicFormat format =
                Settings.of(Values.JSON, FileKind.AVRO).schema(file.toString()).format();
        return schema(Written.bytes(format)).getFields().stream()
                .map(field -> field.doc() == null
                        ? field.name()
                        : field.doc().replaceAll("column '(.*)'", "$1 as " + field.name()))
                .collect(Collectors.joining(", "));
    }
}
