package io.millrace.mapreduce.job;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/** Writes log events as the sink lays them out. */
final class LogEventParquet {
    private static final Schema SCHEMA = SchemaBuilder.record("LogEvent")
            .fields()
            .name("timestamp")
            .type(org.apache.avro.LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .optionalString("level")
            .optionalString("logger")
            .requiredString("message")
            .requiredString("source")
            .requiredString("host")
            .optionalString("kafka_topic")
            .endRecord();

    private LogEventParquet() {}

    /** A log event; level and logger may be null. */
    record Event(long millis, String level, String logger, String message, String source) {}

    static void write(java.nio.file.Path file, CompressionCodecName codec, List<Event> events) throws IOException {
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                        HadoopOutputFile.fromPath(new Path(file.toUri()), new Configuration()))
                .withSchema(SCHEMA)
                .withCompressionCodec(codec)
                .withRowGroupSize(64L * 1024)
                .withPageSize(8 * 1024)
                .build()) {
            for (Event event : events) {
                GenericRecord record = new GenericData.Record(SCHEMA);
                record.put("timestamp", event.millis());
                record.put("level", event.level());
                record.put("logger", event.logger());
                record.put("message", event.message());
                record.put("source", event.source());
                record.put("host", "h");
                record.put("kafka_topic", "logs");
                writer.write(record);
            }
        }
    }
}
