package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShowCommandTest {
    private static final MessageType EVERYTHING = MessageTypeParser.parseMessageType("""
            message m {
              required boolean flag;
              required int32 small;
              required int32 positive (INTEGER(32,false));
              required int64 large;
              required int64 larger (INTEGER(64,false));
              required float half;
              required double nothing;
              required int32 day (DATE);
              required int32 clock (TIME(MILLIS,true));
              required int64 at (TIMESTAMP(MICROS,true));
              required int64 local (TIMESTAMP(NANOS,false));
              required int96 old;
              required int64 price (DECIMAL(18,2));
              required fixed_len_byte_array(16) sum (DECIMAL(38,4));
              required fixed_len_byte_array(16) id (UUID);
              required binary bytes;
              required binary text (STRING);
              optional binary absent (STRING);
              optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
              optional group labels (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } }
              optional group by_number (MAP) { repeated group key_value { required int32 key; optional int32 value; } }
              optional group place { required double x; optional group inner { required binary name (STRING); } }
              repeated int32 numbers;
            }
            """);

    @TempDir
    Path folder;

    @Test
    void everyKindOfValueIsReadable() throws Exception {
        Path file = folder.resolve("all ü.parquet");
        write(file, EVERYTHING, List.of(everything()));
        Console shown = Console.run("show", file);
        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.out())
                .isEqualTo("{\"flag\":true,\"small\":-1,\"positive\":4294967295,\"large\":-2,"
                        + "\"larger\":18446744073709551615,\"half\":0.5,\"nothing\":\"NaN\",\"day\":\"2026-02-28\","
                        + "\"clock\":\"10:00:00.250\",\"at\":\"1969-12-31T23:59:59.999999Z\","
                        + "\"local\":\"2026-01-01T00:00:00.000000001\",\"old\":\"2026-01-01T00:00:01Z\",\"price\":-12.34,"
                        + "\"sum\":1234567890123456789012.3456,\"id\":\"00000000-0000-0001-0000-000000000002\","
                        + "\"bytes\":\"0x00ff\",\"text\":\"ü \\\"q\\\"\",\"absent\":null,\"tags\":[\"a\",null],"
                        + "\"labels\":{\"k\":1,\"n\":null},\"by_number\":[{\"key\":7,\"value\":8}],"
                        + "\"place\":{\"x\":1.5,\"inner\":{\"name\":\"here\"}},\"numbers\":[1,2]}\n");
        assertThat(shown.err()).isEqualTo("1 of 1 row in 1 file\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void rowsComeInTheirOrderThroughRowGroupsOfEveryCompression(CompressionCodecName codec) throws Exception {
        Path file = folder.resolve(codec + ".parquet");
        LogEventParquet.write(
                file,
                codec,
                LongStream.range(0, 5_000)
                        .mapToObj(i -> new LogEventParquet.Event(i, "INFO", null, "message " + i, "s"))
                        .toList());
        Console all = Console.run("show", "--rows=0", file);
        List<String> lines = all.out().lines().toList();
        assertThat(lines).hasSize(5_000);
        assertThat(lines.get(4_999))
                .isEqualTo("{\"timestamp\":\"1970-01-01T00:00:04.999Z\",\"level\":\"INFO\",\"logger\":null,"
                        + "\"message\":\"message 4999\",\"source\":\"s\",\"host\":\"h\",\"kafka_topic\":\"logs\"}");
        Console few = Console.run("show", file);
        assertThat(few.out().lines()).containsExactlyElementsOf(lines.subList(0, 20));
        assertThat(few.err()).isEqualTo("20 of 5,000 rows in 1 file; --rows 0 shows all\n");
    }

    @Test
    void aFolderIsShownFileByFileWithoutWhatReadersLeaveOut() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data/dt=1"));
        write(data.resolve("a.parquet"), EVERYTHING, List.of(everything()));
        write(data.resolve("b.parquet"), EVERYTHING, List.of(everything(), everything()));
        Files.writeString(folder.resolve("data/_SUCCESS"), "no Parquet");
        Console shown = Console.run("show", "--rows", "2", folder.resolve("data"));
        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.out().lines()).hasSize(2);
        assertThat(shown.err()).isEqualTo("2 of 3 rows in 2 files; --rows 0 shows all\n");
    }

    @Test
    void theSchemaIsShownInPlaceOfRows() throws Exception {
        Path file = folder.resolve("f.parquet");
        write(file, EVERYTHING, List.of(everything()));
        Console shown = Console.run("show", "--describe", file);
        assertThat(shown.out())
                .contains("f.parquet: 1 row, 1 row group\nmessage m {\n")
                .contains("required int64 at (TIMESTAMP(MICROS,true));");
        assertThat(shown.err()).isEmpty();
    }

    @Test
    void whatCannotBeShownIsOneSentence() throws Exception {
        Path text = Files.writeString(folder.resolve("f.log"), "a line\n");
        Console shown = Console.run("show", text);
        assertThat(shown.status()).isEqualTo(1);
        assertThat(shown.err())
                .isEqualTo("error: file:" + text
                        + " is no whole Parquet file, must be one; text is shown by hdfs dfs -text\n");
        assertThat(Console.run("show", folder.resolve("none")).err()).contains("no such file or folder");
        assertThat(Console.run("show", Files.createDirectories(folder.resolve("empty")))
                        .err())
                .contains("no file with anything in it");
        assertThat(Console.run("show", "--rows=-1", text).status()).isEqualTo(2);
        Console none = Console.run("show");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("error: PATH... is incomplete, must be at least one input\n");
    }

    private static Group everything() {
        SimpleGroup row = new SimpleGroup(EVERYTHING);
        row.add("flag", true);
        row.add("small", -1);
        row.add("positive", -1);
        row.add("large", -2L);
        row.add("larger", -1L);
        row.add("half", 0.5f);
        row.add("nothing", Double.NaN);
        row.add("day", (int) LocalDate.of(2026, 2, 28).toEpochDay());
        row.add("clock", 36_000_250);
        row.add("at", -1L);
        row.add("local", Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000 + 1);
        row.add(
                "old",
                Binary.fromConstantByteArray(ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1_000_000_000)
                        .putInt((int) LocalDate.of(2026, 1, 1).toEpochDay() + 2_440_588)
                        .array()));
        row.add("price", -1234L);
        byte[] sum = new byte[16];
        byte[] digits = new BigInteger("12345678901234567890123456").toByteArray();
        System.arraycopy(digits, 0, sum, 16 - digits.length, digits.length);
        row.add("sum", Binary.fromConstantByteArray(sum));
        row.add(
                "id",
                Binary.fromConstantByteArray(
                        ByteBuffer.allocate(16).putLong(1).putLong(2).array()));
        row.add("bytes", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xff}));
        row.add("text", "ü \"q\"");
        Group tags = row.addGroup("tags");
        tags.addGroup("list").add("element", "a");
        tags.addGroup("list");
        Group labels = row.addGroup("labels");
        labels.addGroup("key_value").append("key", "k").append("value", 1);
        labels.addGroup("key_value").append("key", "n");
        row.addGroup("by_number").addGroup("key_value").append("key", 7).append("value", 8);
        Group place = row.addGroup("place");
        place.add("x", 1.5);
        place.addGroup("inner").add("name", "here");
        row.add("numbers", 1);
        row.add("numbers", 2);
        return row;
    }

    private static void write(Path file, MessageType schema, List<Group> rows) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))
                .withType(schema)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
    }
}
