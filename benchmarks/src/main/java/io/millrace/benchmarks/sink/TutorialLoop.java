package io.millrace.benchmarks.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/**
 * The baseline: poll strings, parse each to a tree, make an object of it, write that with AvroParquetWriter,
 * close the file every so many records and commit the offsets then. Loses nothing while nothing fails; after a crash
 * between the close and the commit the file's records are there twice.
 */
final class TutorialLoop {
    private static final int RECORDS_PER_FILE = 500_000;

    private TutorialLoop() {}

    private record Reading(String deviceId, String type, double value, String unit, long timestamp, boolean anomaly) {}

    /** Arguments: bootstrap servers, topic, file system, folder, records to read. Prints the milliseconds that it took. */
    public static void main(String[] args) throws IOException {
        long wanted = Long.parseLong(args[4]);
        Configuration hadoop = new Configuration();
        hadoop.set("fs.defaultFS", args[2]);
        hadoop.set("dfs.replication", "1");
        ObjectMapper mapper = new ObjectMapper();
        Schema schema = schema();
        long started = 0;
        long read = 0;
        long inFile = 0;
        int files = 0;
        ParquetWriter<GenericRecord> writer = null;
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        args[0],
                        "group.id",
                        // A round of its own: the offsets that the last one committed are at the end.
                        args[3],
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(args[1]).forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            consumer.assign(partitions);
            while (read < wanted) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                if (started == 0 && !records.isEmpty()) {
                    started = System.nanoTime();
                }
                for (ConsumerRecord<String, String> record : records) {
                    if (writer == null) {
                        writer = open(new Path(args[3], "part-" + files++ + ".parquet"), hadoop, schema);
                    }
                    writer.write(avro(reading(mapper.readTree(record.value())), schema));
                    read++;
                    inFile++;
                }
                if (writer != null && (inFile >= RECORDS_PER_FILE || read >= wanted)) {
                    writer.close();
                    writer = null;
                    inFile = 0;
                    consumer.commitSync();
                }
            }
        }
        System.out.println("milliseconds " + (System.nanoTime() - started) / 1_000_000);
    }

    private static Schema schema() throws IOException {
        try (InputStream in = TutorialLoop.class.getResourceAsStream("/io/millrace/model/schema/sensor-reading.avsc")) {
            return new Schema.Parser().parse(in);
        }
    }

    private static ParquetWriter<GenericRecord> open(Path path, Configuration hadoop, Schema schema)
            throws IOException {
        return AvroParquetWriter.<GenericRecord>builder(HadoopOutputFile.fromPath(path, hadoop))
                .withSchema(schema)
                .withConf(hadoop)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build();
    }

    private static Reading reading(JsonNode json) {
        return new Reading(
                json.get("device_id").asText(),
                json.get("type").asText(),
                json.get("value").asDouble(),
                json.get("unit").asText(),
                Instant.parse(json.get("timestamp").asText()).toEpochMilli(),
                json.get("anomaly").asBoolean());
    }

    private static GenericRecord avro(Reading reading, Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("device_id", reading.deviceId());
        record.put("type", reading.type());
        record.put("value", reading.value());
        record.put("unit", reading.unit());
        record.put("timestamp", reading.timestamp());
        record.put("anomaly", reading.anomaly());
        return record;
    }
}
