package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsJobTest {
    @TempDir
    private Path folder;

    private Path input;
    private Path output;

    @BeforeEach
    void folders() throws IOException {
        input = Files.createDirectories(folder.resolve("in"));
        output = folder.resolve("out");
    }

    @Test
    void sensor_readings_in_json_lines_are_summed_up_per_device_type_and_hour() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            lines.append(String.format(
                    "{\"device_id\":\"d%d\",\"type\":\"light\",\"value\":%d.5,\"unit\":\"lux\",\"timestamp\":\"2024-05-01T%02d:00:00.000Z\",\"anomaly\":false}%n",
                    i % 2, i, 10 + i / 60));
        }
        Files.writeString(input.resolve("a.jsonl"), lines + "no json\n{\"device_id\":\"d0\"}\n\n");
        Console console = Console.run("stats", "--by", "hour", "--percentiles", "50,100", input, output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.lines(output))
                .containsExactly(
                        "d0\tlight\t2024-05-01T10\t30\t0.5\t29.5\t58.5\t17.60681686\t30.5\t58.5",
                        "d0\tlight\t2024-05-01T11\t30\t60.5\t89.5\t118.5\t17.60681686\t90.5\t118.5",
                        "d1\tlight\t2024-05-01T10\t30\t1.5\t30.5\t59.5\t17.60681686\t31.5\t59.5",
                        "d1\tlight\t2024-05-01T11\t30\t61.5\t90.5\t119.5\t17.60681686\t91.5\t119.5");
        assertThat(console.out()).contains("GROUP  HOUR").contains("17.607").contains("left out: 2");
    }

    @Test
    void weather_in_parquet_is_summed_up_per_station_and_day() throws IOException {
        Schema schema = SchemaBuilder.record("WeatherReport")
                .fields()
                .requiredString("station_id")
                .name("date")
                .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .requiredDouble("degrees")
                .endRecord();
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(HadoopOutputFile.fromPath(
                        new org.apache.hadoop.fs.Path(input.resolve("w.parquet").toUri()), new Configuration()))
                .withSchema(schema)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build()) {
            for (int i = 0; i < 40; i++) {
                GenericRecord record = new GenericData.Record(schema);
                record.put("station_id", "S" + i % 2);
                record.put("date", 946_684_800_000L + i / 20 * 86_400_000L);
                record.put("degrees", (double) i);
                writer.write(record);
            }
        }
        Console console = Console.run("stats", "--by=day", "--percentiles=50", input, output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.lines(output))
                .containsExactly(
                        "S0\t2000-01-01\t10\t0\t9\t18\t6.055300708\t10",
                        "S0\t2000-01-02\t10\t20\t29\t38\t6.055300708\t30",
                        "S1\t2000-01-01\t10\t1\t10\t19\t6.055300708\t11",
                        "S1\t2000-01-02\t10\t21\t30\t39\t6.055300708\t31");
    }

    @Test
    void fields_can_be_named_and_indented_objects_are_read_too() throws IOException {
        Files.writeString(
                input.resolve("a.json"), "{\n  \"room\" : \"x\",\n  \"co2\" : 400,\n  \"z\" : {\"co2\" : 9}\n}\n");
        Files.writeString(input.resolve("b.json"), "{\n  \"room\" : \"x\",\n  \"co2\" : \"600\"\n}\n");
        Console console =
                Console.run("stats", "--value-field", "co2", "--by", "room", "--percentiles", "50", input, output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.lines(output)).isEqualTo(List.of("x\t2\t400\t500\t600\t141.4213562\t600"));
    }

    @Test
    void parquet_without_the_column_is_named_and_gives_no_result() throws IOException {
        LogEventParquet.write(
                input.resolve("a.parquet"),
                CompressionCodecName.SNAPPY,
                List.of(new LogEventParquet.Event(0, null, null, "m", "s")));
        Console console = Console.run("stats", input, output);
        assertThat(console.status()).isEqualTo(1);
        assertThat(console.err())
                .contains("without a column value or degrees or temperature")
                .contains("[timestamp, level");
        assertThat(output).doesNotExist();
    }

    @Test
    void numbers_near_the_largest_double_have_statistics_too() throws IOException {
        Files.writeString(input.resolve("a.json"), """
                {"device_id":"a","type":"t","value":1}
                {"device_id":"a","type":"t","value":1e308}
                {"device_id":"b","type":"t","value":-1.7e308}
                {"device_id":"b","type":"t","value":1.7e308}
                """);
        Console console = Console.run("stats", input, output);
        assertThat(console.status()).as(console.err()).isZero();
        assertThat(Console.lines(output).get(0)).startsWith("a\tt\t2\t1\t5e307\t1e308\t7.071067812e307\t");
        assertThat(Console.lines(output).get(1)).startsWith("b\tt\t2\t-1.7e308\t0\t1.7e308\tInfinity\t");
    }
}
