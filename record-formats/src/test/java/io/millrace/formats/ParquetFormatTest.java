package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetFormatTest {
    @TempDir
    Path folder;

    private static final FormatSettings READINGS = settings(Compression.SNAPPY, "sensor-reading");

    private static FormatSettings settings(Compression compression, String schema) {
        return Settings.of(Values.JSON, FileKind.PARQUET)
                .compression(compression)
                .schema(schema)
                .build();
    }

    private static byte[] write(TopicFormat format, List<TestRecord> records) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        for (TestRecord record : records) {
            format.route(record);
            file.append();
        }
        assertThat(file.rows()).isEqualTo(records.size());
        file.finish();
        assertThat(file.bytes()).isEqualTo(out.size());
        assertThat(file.bufferedBytes()).isZero();
        return out.toByteArray();
    }

    private static String reading(int i, double value, long millis) {
        return String.format(
                Locale.ROOT,
                "{\"device_id\":\"device-%03d\",\"type\":\"temperature\",\"value\":%s,\"unit\":\"°C\",\"timestamp\":\"%s\",\"anomaly\":%s}",
                i,
                value,
                Instant.ofEpochMilli(millis),
                i % 20 == 0);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void readingsComeBackAsTheyWereWithEveryCompression(Compression compression) throws Exception {
        TopicFormat format = TopicFormats.create(settings(compression, "sensor-reading"), "readings");
        Random random = new Random(7);
        int count = 50_000;
        double[] values = new double[count];
        long[] millis = new long[count];
        List<TestRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values[i] = i % 3 == 0 ? random.nextDouble() * 100 : Math.round(random.nextDouble() * 1000) / 10.0;
            millis[i] = 1_767_225_600_000L + i * 37L;
            records.add(TestRecord.of(reading(i % 200, values[i], millis[i])));
        }

        List<Group> rows = ParquetRows.read(write(format, records));

        assertThat(rows).hasSize(count);
        for (int i = 0; i < count; i++) {
            Group row = rows.get(i);
            assertThat(row.getString("device_id", 0)).isEqualTo(String.format("device-%03d", i % 200));
            assertThat(row.getString("type", 0)).isEqualTo("temperature");
            assertThat(row.getDouble("value", 0)).isEqualTo(values[i]);
            assertThat(row.getString("unit", 0)).isEqualTo("°C");
            assertThat(row.getLong("timestamp", 0)).isEqualTo(millis[i]);
            assertThat(row.getBoolean("anomaly", 0)).isEqualTo(i % 200 % 20 == 0);
        }
    }

    @Test
    void theFooterHasBoundsCountsAndLogicalTypes() throws Exception {
        TopicFormat format = TopicFormats.create(READINGS, "readings");
        byte[] file = write(
                format,
                List.of(
                        TestRecord.of(reading(2, 20.5, 1_000)),
                        TestRecord.of(reading(1, -3, 2_000)),
                        TestRecord.of(reading(9, 7, 500))));

        ParquetMetadata footer = ParquetRows.footer(file);

        assertThat(footer.getFileMetaData().getSchema().toString())
                .contains("required binary device_id (STRING)")
                .contains("required int64 timestamp (TIMESTAMP(MILLIS,true))")
                .contains("required double value")
                .contains("required boolean anomaly");
        var columns = footer.getBlocks().get(0).getColumns();
        assertThat(columns.get(0).getStatistics().minAsString()).isEqualTo("device-001");
        assertThat(columns.get(0).getStatistics().maxAsString()).isEqualTo("device-009");
        assertThat(columns.get(2).getStatistics().minAsString()).isEqualTo("-3.0");
        assertThat(columns.get(2).getStatistics().maxAsString()).isEqualTo("20.5");
        assertThat(columns.get(4).getStatistics().getMinBytes())
                .isEqualTo(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(500)
                        .array());
        assertThat(columns.get(4).getStatistics().getNumNulls()).isZero();
        assertThat(footer.getBlocks().get(0).getRowCount()).isEqualTo(3);
    }

    @Test
    void everyTypeOfAUsersSchemaComesBack() throws Exception {
        Path schema = Files.writeString(folder.resolve("all.avsc"), """
                {"type":"record","name":"All","fields":[
                 {"name":"s","type":["null","string"]},
                 {"name":"i","type":"int","default":7},
                 {"name":"l","type":["long","null"],"default":5},
                 {"name":"f","type":"float"},
                 {"name":"n","type":["null","string"],"default":null},
                 {"name":"b","type":"bytes"},
                 {"name":"fx","type":{"type":"fixed","name":"Fx","size":3}},
                 {"name":"d","type":{"type":"int","logicalType":"date"}},
                 {"name":"tu","type":{"type":"long","logicalType":"timestamp-micros"}},
                 {"name":"e","type":{"type":"enum","name":"E","symbols":["RED","BLUE"]}},
                 {"name":"m","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}},
                 {"name":"big","type":["null",{"type":"bytes","logicalType":"decimal","precision":30,"scale":3}]},
                 {"name":"r","type":["null",{"type":"record","name":"R","fields":[
                   {"name":"x","type":"double"},{"name":"tags","type":{"type":"array","items":["null","string"]}}]}]},
                 {"name":"rs","type":{"type":"array","items":"R"},"default":[]},
                 {"name":"map","type":{"type":"map","values":"long"}}]}
                """);
        TopicFormat format = TopicFormats.create(settings(Compression.ZSTD, schema.toString()), "t");
        byte[] file = write(format, List.of(TestRecord.of("""
                                {"s":"a\\u00e9\\n\\ud83d\\ude00","i":-3,"l":9007199254740993,"f":1.5,"b":"AQI=","fx":"AQID",
                                 "d":"2024-02-29","tu":"2024-02-29T12:00:00.000001+01:00","e":"BLUE","m":12.5,
                                 "big":"-123456789012345678901234567.125",
                                 "r":{"x":1e3,"tags":["p",null,"q"]},"rs":[{"x":1,"tags":[]},{"x":2,"tags":["z"]}],
                                 "map":{"one":1,"two":2}, "unknown":{"deep":[1,[2,{"a":null}]]}}"""), TestRecord.of("""
                                {"s":null,"f":0,"b":"","fx":"AAAA","d":0,"tu":1000000000000005,"e":"RED","m":"-0.01","map":{}}""")));

        List<Group> rows = ParquetRows.read(file);

        Group first = rows.get(0);
        assertThat(first.getString("s", 0)).isEqualTo("aé\n😀");
        assertThat(first.getInteger("i", 0)).isEqualTo(-3);
        assertThat(first.getLong("l", 0)).isEqualTo(9007199254740993L);
        assertThat(first.getFloat("f", 0)).isEqualTo(1.5f);
        assertThat(first.getBinary("b", 0).getBytes()).containsExactly(1, 2);
        assertThat(first.getBinary("fx", 0).getBytes()).containsExactly(1, 2, 3);
        assertThat(first.getInteger("d", 0)).isEqualTo(19782);
        assertThat(first.getLong("tu", 0)).isEqualTo(1_709_204_400_000_001L);
        assertThat(first.getString("e", 0)).isEqualTo("BLUE");
        assertThat(first.getLong("m", 0)).isEqualTo(1250);
        assertThat(new BigInteger(first.getBinary("big", 0).getBytes()))
                .isEqualTo(new BigInteger("-123456789012345678901234567125"));
        Group r = first.getGroup("r", 0);
        assertThat(r.getDouble("x", 0)).isEqualTo(1000.0);
        Group tags = r.getGroup("tags", 0);
        assertThat(tags.getFieldRepetitionCount("list")).isEqualTo(3);
        assertThat(tags.getGroup("list", 0).getString("element", 0)).isEqualTo("p");
        assertThat(tags.getGroup("list", 1).getFieldRepetitionCount("element")).isZero();
        assertThat(tags.getGroup("list", 2).getString("element", 0)).isEqualTo("q");
        Group rs = first.getGroup("rs", 0);
        assertThat(rs.getFieldRepetitionCount("list")).isEqualTo(2);
        Group second = rs.getGroup("list", 1).getGroup("element", 0);
        assertThat(second.getDouble("x", 0)).isEqualTo(2.0);
        assertThat(second.getGroup("tags", 0).getFieldRepetitionCount("list")).isEqualTo(1);
        Group map = first.getGroup("map", 0);
        assertThat(map.getGroup("key_value", 1).getString("key", 0)).isEqualTo("two");
        assertThat(map.getGroup("key_value", 1).getLong("value", 0)).isEqualTo(2);

        Group last = rows.get(1);
        assertThat(last.getFieldRepetitionCount("s")).isZero();
        assertThat(last.getFieldRepetitionCount("n")).isZero();
        assertThat(last.getInteger("i", 0)).isEqualTo(7);
        assertThat(last.getLong("l", 0)).isEqualTo(5);
        assertThat(last.getLong("m", 0)).isEqualTo(-1);
        assertThat(last.getFieldRepetitionCount("big")).isZero();
        assertThat(last.getFieldRepetitionCount("r")).isZero();
        assertThat(last.getGroup("rs", 0).getFieldRepetitionCount("list")).isZero();
        assertThat(last.getGroup("map", 0).getFieldRepetitionCount("key_value")).isZero();
    }

    @Test
    void aBadRecordLeavesNoTraceInTheFile() throws Exception {
        TopicFormat format = TopicFormats.create(READINGS, "readings");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        for (int i = 0; i < 1000; i++) {
            String good = reading(i % 7, i, i);
            if (i % 2 == 0) {
                String bad = good.replace("\"anomaly\":", "\"anomaly\":!");
                assertThatThrownBy(() -> format.route(TestRecord.of(bad))).isInstanceOf(BadRecordException.class);
            } else {
                format.route(TestRecord.of(good));
                file.append();
            }
        }
        file.finish();

        List<Group> rows = ParquetRows.read(out.toByteArray());

        assertThat(rows).hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(rows.get(i).getDouble("value", 0)).isEqualTo(2 * i + 1);
        }
    }

    @Test
    void anEmptyFileIsAFileOfNoRows() throws Exception {
        TopicFormat format = TopicFormats.create(READINGS, "readings");

        assertThat(ParquetRows.read(write(format, List.of()))).isEmpty();
    }

    @Test
    void valuesOfAMegabyteEndThePageEarly() throws Exception {
        Path schema = Files.writeString(
                folder.resolve("big.avsc"),
                "{\"type\":\"record\",\"name\":\"Big\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"}]}");
        TopicFormat format = TopicFormats.create(settings(Compression.SNAPPY, schema.toString()), "t");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        for (int i = 0; i < 200; i++) {
            format.route(TestRecord.of("{\"s\":\"" + i + "-" + "x".repeat(1_000_000) + "\"}"));
            file.append();
            assertThat(file.bufferedBytes()).isLessThan(60_000_000L);
        }
        file.finish();

        List<Group> rows = ParquetRows.read(out.toByteArray());

        assertThat(rows).hasSize(200);
        assertThat(rows.get(150).getString("s", 0)).startsWith("150-").hasSize(1_000_004);
    }

    @Test
    void aFileThatIsThrownAwayFreesItsBuffersAndTheNextOneIsWhole() throws Exception {
        TopicFormat format = TopicFormats.create(READINGS, "readings");
        DataFile thrown = format.open(new ByteArrayOutputStream());
        format.route(TestRecord.of(reading(1, 1, 1)));
        thrown.append();
        thrown.abandon();
        thrown.abandon();

        assertThat(thrown.bufferedBytes()).isZero();
        assertThat(ParquetRows.read(write(format, List.of(TestRecord.of(reading(2, 2, 2))))))
                .hasSize(1);
    }
}
