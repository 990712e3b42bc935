package io.millrace.benchmarks.sink;

import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatAids;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.TopicFormat;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.registry.RegisteredSchema;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.FrameSettings;
import io.millrace.formats.value.JsonReading;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Decodes the same readings as JSON and as Avro in a registry's frame, on one thread, into Parquet files that nobody keeps: what
 * kinds of values cost without Kafka and HDFS.
 */
public final class FormatBenchmark {
    private static final int RECORDS = 1_000_000;
    private static final int ID = 7;
    private static final PartitionId PARTITION = new PartitionId("readings", 0);

    private FormatBenchmark() {}

    private enum Kind {
        JSON,
        JSON_TO_AVRO_FILES,
        FRAMED_AVRO,
        FRAMED_AVRO_TO_AVRO_FILES,
        GROWING_AVRO;

        boolean readsJson() {
            return this == JSON || this == JSON_TO_AVRO_FILES;
        }

        FileKind files() {
            return this == JSON_TO_AVRO_FILES || this == FRAMED_AVRO_TO_AVRO_FILES ? FileKind.AVRO : FileKind.PARQUET;
        }
    }

    /** Has one schema. */
    private static final class OneSchema implements SchemaRegistry {
        private final String text;

        OneSchema(String text) {
            this.text = text;
        }

        @Override
        public RegisteredSchema byId(long id) {
            return new RegisteredSchema("AVRO", text, List.of());
        }

        @Override
        public RegisteredSchema byGuid(UUID guid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RegisteredSchema byVersion(String subject, int version) {
            throw new UnsupportedOperationException();
        }
    }

    /** @param args rounds; 5 if there are none */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        FormatAids aids = new FormatAids(
                new FoundFrames(note -> {}),
                Optional.of(new OneSchema(AvroSchemas.read("sensor-reading").toString())));
        byte[][] json = values(Kind.JSON);
        byte[][] avro = values(Kind.FRAMED_AVRO);
        for (int round = 0; round <= rounds; round++) {
            double base = 0;
            for (Kind kind : Kind.values()) {
                double rate = rate(format(kind, aids), kind.readsJson() ? json : avro);
                base = kind == Kind.JSON ? rate : base;
                System.out.printf(
                        Locale.ROOT,
                        "%s %-26s %,10.0f records per second of CPU, %.2f times JSON's%n",
                        round == 0 ? "warm-up" : "round " + round,
                        kind.name().toLowerCase(Locale.ROOT),
                        rate,
                        rate / base);
            }
        }
    }

    private static byte[][] values(Kind kind) {
        Readings readings = new Readings(200);
        byte[][] values = new byte[RECORDS][];
        for (int i = 0; i < RECORDS; i++) {
            values[i] = kind.readsJson() ? readings.next() : readings.nextFramed(ID);
        }
        return values;
    }

    private static TopicFormat format(Kind kind, FormatAids aids) {
        ValueSettings described = new ValueSettings(
                kind == Kind.GROWING_AVRO ? Optional.empty() : Optional.of("sensor-reading"),
                Optional.empty(),
                Optional.empty(),
                JsonReading.USUAL,
                kind.readsJson() ? FrameSettings.USUAL : FrameSettings.of(FrameKind.CONFLUENT));
        FormatSettings settings = new FormatSettings(
                kind.readsJson() ? Values.JSON : Values.AVRO,
                described,
                kind.files(),
                Compression.SNAPPY,
                FolderSettings.NONE,
                Optional.empty(),
                RowSettings.NONE,
                Map.of());
        return TopicFormats.create(settings, "readings", Long.MAX_VALUE, aids);
    }

    private static double rate(TopicFormat format, byte[][] values) throws Exception {
        // Of this thread alone: the compiler's and the collector's threads come when they like.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        DataFile file = null;
        for (int i = 0; i < values.length; i++) {
            HeldRecord record = new HeldRecord(PARTITION, i, 0, null, values[i], List.of());
            if (format.changesColumns(record)) {
                throw new IllegalStateException("one schema, and columns that change");
            }
            format.route(record);
            if (file == null) {
                file = format.open(OutputStream.nullOutputStream());
            }
            file.append();
        }
        file.finish();
        return values.length * 1e9 / (threads.getCurrentThreadCpuTime() - before);
    }
}
