package io.millrace.benchmarks.sink;

import io.millrace.formats.FileKind;
import io.millrace.formats.FolderSettings;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.RowSettings;
import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.Values;
import io.millrace.formats.file.Compression;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.SourceRecord;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.local.TemporaryFiles;
import io.millrace.sink.run.PartitionOpener;
import io.millrace.sink.run.SinkLanding;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.MemoryBudget;
import io.millrace.sink.write.RollRules;
import io.millrace.sink.write.SinkEvents;
import io.millrace.sink.write.WriterContext;
import io.millrace.stream.Clock;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.PartitionLanding;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the sink itself does with a reading that goes into one folder, and with one of as many folders as there are devices, from the record
 * to the commit, on one thread. Without Kafka, and with a file system that costs nothing: what HDFS costs for a file is
 * {@code sink --limit-files}.
 */
public final class FoldersBenchmark {
    private static final PartitionId PARTITION = new PartitionId("readings", 0);
    private static final int RECORDS_PER_POLL = 2_000;
    /** As many files and bytes as one of two threads has in a heap of 512 MiB. */
    private static final int FILES = 64;

    private static final long BUFFERED = 63L << 20;
    private static final long RECORD_ROOM = 120L << 20;

    private final byte[][] values;

    private FoldersBenchmark(int records, int devices) {
        Readings readings = new Readings(devices);
        values = new byte[records][];
        for (int i = 0; i < records; i++) {
            values[i] = readings.next();
        }
    }

    /** @param args rounds, records, devices; 5, 2,000,000 and 1,000 if they are left out */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int records = args.length > 1 ? Integer.parseInt(args[1]) : 2_000_000;
        int devices = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        FoldersBenchmark benchmark = new FoldersBenchmark(records, devices);
        for (int round = 0; round <= rounds; round++) {
            double one = benchmark.rate("");
            double many = benchmark.rate("device={device_id}");
            System.out.printf(
                    Locale.ROOT,
                    "%s  one folder %,10.0f records per second of CPU, %,d folders %,10.0f, ratio %.2f%n",
                    round == 0 ? "warm-up" : "round " + round,
                    one,
                    devices,
                    many,
                    many / one);
        }
    }

    private record Poll(byte[][] values, long first, int size) implements RecordBatch {
        @Override
        public PartitionId partition() {
            return PARTITION;
        }

        @Override
        public SourceRecord record(int index) {
            long offset = first + index;
            return new HeldRecord(PARTITION, offset, 0, null, values[(int) offset], List.of());
        }

        @Override
        public long nextOffset() {
            return first + size;
        }
    }

    /** Of a topic that is stored for the first time. */
    private record NewTopic(long end) implements TakeoverFacts {
        @Override
        public PartitionFacts now() {
            return new PartitionFacts("cluster", topicId(), 1, 0, end);
        }

        @Override
        public String topicId() {
            return "id";
        }

        @Override
        public OptionalLong announced() {
            return OptionalLong.empty();
        }
    }

    private double rate(String layout) throws IOException {
        MemoryStore store = new MemoryStore();
        Path spill = Files.createTempDirectory("millrace-benchmark");
        try {
            PartitionLanding landing = landing(store, layout, spill);
            landing.takeOver(new NewTopic(values.length), 0);
            // Of this thread alone: the compiler's and the collector's threads come when they like.
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < values.length; i += RECORDS_PER_POLL) {
                landing.write(new Poll(values, i, Math.min(RECORDS_PER_POLL, values.length - i)), 0);
            }
            landing.commit();
            long taken = threads.getCurrentThreadCpuTime() - before;
            if (landing.committedOffset() != values.length || store.files(".parquet") == 0) {
                throw new IllegalStateException("not all was stored");
            }
            return values.length * 1e9 / taken;
        } finally {
            Files.delete(spill);
        }
    }

    private static PartitionLanding landing(MemoryStore store, String layout, Path spill) {
        FormatSettings settings = new FormatSettings(
                Values.JSON,
                ValueSettings.ofSchema("sensor-reading"),
                FileKind.PARQUET,
                Compression.SNAPPY,
                FolderSettings.of(layout),
                Optional.empty(),
                RowSettings.NONE,
                Map.of());
        MemoryBudget budget = new MemoryBudget(FILES, BUFFERED, RECORD_ROOM, Long.MAX_VALUE, 96 << 10);
        WriterContext context = new WriterContext(
                store,
                TopicFormats.create(settings, PARTITION.topic(), RECORD_ROOM),
                name -> name.startOffset() + "-" + name.nextOffset() + ".parquet",
                budget,
                new RollRules(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false, 100_000),
                BadRecords.STOP,
                Tombstones.DEAD_LETTER,
                null,
                new TemporaryFiles(spill),
                Runnable::run,
                SinkEvents.NONE);
        PartitionOpener opener = new PartitionOpener(
                store,
                Runnable::run,
                Clock.system(),
                new PartitionOpener.OwnerSettings("/data", "benchmark", CommitLog.SEGMENT_SIZE, TakeoverRules.STANDARD),
                topic -> context);
        return new SinkLanding(0, opener, budget, SinkEvents.NONE).partition(PARTITION);
    }
}
