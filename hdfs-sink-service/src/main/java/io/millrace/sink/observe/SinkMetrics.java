package io.millrace.sink.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.millrace.record.PartitionId;
import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.write.BadRecords;
import io.millrace.sink.write.SinkEvents;
import io.millrace.stream.Clock;
import io.millrace.stream.kafka.PartitionLags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.LoggerFactory;

/** Meters of the sink, each with the tags topic and partition where it has one. Thread-safe. */
public final class SinkMetrics implements SinkEvents {
    private final MeterRegistry registry;
    private final Clock clock;
    private final PartitionLags lags;
    private final ConcurrentMap<PartitionId, PartitionMeters> partitions = new ConcurrentHashMap<>();
    /** Of System.nanoTime: how long the work took must not depend on a clock that is set. */
    private final AtomicLong firstTakeover = new AtomicLong();

    private final AtomicLong lastCommit = new AtomicLong();
    private final AtomicLongArray openFiles;
    private final AtomicLongArray bufferedBytes;
    private final BadRecordLog badRecords;

    public SinkMetrics(MeterRegistry registry, Clock clock, int threads) {
        this.registry = registry;
        this.clock = clock;
        this.lags = new PartitionLags(registry);
        this.openFiles = new AtomicLongArray(threads);
        this.bufferedBytes = new AtomicLongArray(threads);
        this.badRecords = new BadRecordLog(LoggerFactory.getLogger(BadRecordLog.class), clock);
        Gauge.builder("millrace.sink.open.files", openFiles, SinkMetrics::sum)
                .description("Data files being written")
                .register(registry);
        Gauge.builder("millrace.sink.buffered.bytes", bufferedBytes, SinkMetrics::sum)
                .baseUnit("bytes")
                .description("Heap held by data files being written")
                .register(registry);
    }

    /** What the partitions that this process has taken over have committed in it so far. */
    public Map<PartitionId, Committed> committed() {
        Map<PartitionId, Committed> all = new java.util.TreeMap<>();
        partitions.forEach((partition, meters) -> {
            if (meters.committedOffset >= 0) {
                all.put(partition, meters.committed());
            }
        });
        return all;
    }

    /** From the first partition taken over to the last commit, in milliseconds; 0 without a commit. */
    public long storingMillis() {
        long begin = firstTakeover.get();
        return begin == 0 ? 0 : Math.max(0, (lastCommit.get() - begin) / 1_000_000);
    }

    @Override
    public void written(PartitionId partition, long records, long nextOffset) {
        PartitionMeters meters = meters(partition);
        meters.records.increment(records);
        meters.nextOffset = nextOffset;
    }

    @Override
    public void committed(PartitionId partition, CommitRecord record, long millis) {
        PartitionMeters meters = meters(partition);
        lastCommit.set(System.nanoTime());
        meters.commitTime.record(Duration.ofMillis(millis));
        record.reason()
                .ifPresent(reason -> Counter.builder("millrace.sink.commits")
                        .description(
                                "Commits by what had them made: size, records, age, idle, event_time, files, columns, memory, release")
                        .tag("topic", partition.topic())
                        .tag("reason", reason.word())
                        .register(registry)
                        .increment());
        meters.add(record);
        lags.reached(partition, record.nextOffset());
        meters.lastCommit = clock.monotonicMillis();
    }

    @Override
    public void takenOver(PartitionId partition, CommitRecord claim, long millis) {
        firstTakeover.compareAndSet(0, System.nanoTime());
        PartitionMeters meters = meters(partition);
        meters.takeoverTime.record(Duration.ofMillis(millis));
        meters.lastCommit = clock.monotonicMillis();
        meters.beginAt(claim.nextOffset());
        lags.reached(partition, claim.nextOffset());
    }

    @Override
    public void refused(PartitionId partition, long offset, BadRecords action, String reason) {
        badRecords.refused(partition, offset, action, reason);
    }

    @Override
    public void fenced(PartitionId partition) {
        meters(partition).fenced.increment();
    }

    @Override
    public void retry(PartitionId partition) {
        meters(partition).retries.increment();
    }

    @Override
    public void released(PartitionId partition) {
        meters(partition).held = false;
        lags.forget(partition);
    }

    @Override
    public void open(int thread, int files, long bytes) {
        openFiles.set(thread, files);
        bufferedBytes.set(thread, bytes);
    }

    /** How far behind each partition is that is held here. */
    public PartitionLags lags() {
        return lags;
    }

    private PartitionMeters meters(PartitionId partition) {
        PartitionMeters meters = partitions.get(partition);
        return meters != null ? meters : partitions.computeIfAbsent(partition, PartitionMeters::new);
    }

    private static double sum(AtomicLongArray values) {
        long sum = 0;
        for (int i = 0; i < values.length(); i++) {
            sum += values.get(i);
        }
        return sum;
    }

    /**
     * What a partition has committed in this process.
     *
     * @param nextOffset offset after the last committed record, whoever committed it
     */
    public record Committed(
            long nextOffset,
            long batches,
            long files,
            long rows,
            long bytes,
            long deadLetters,
            long skipped,
            long tombstones) {}

    private final class PartitionMeters {
        private final Counter records;
        private final Counter rows;
        private final Counter files;
        private final Counter bytes;
        private final Counter deadLetters;
        private final Counter skipped;
        private final Counter tombstones;
        private final Counter fenced;
        private final Counter retries;
        private final Timer commitTime;
        private final Timer takeoverTime;
        private volatile long nextOffset = -1;
        private volatile long committedOffset = -1;
        private volatile long lastCommit;
        private volatile boolean held;
        private Committed total = new Committed(0, 0, 0, 0, 0, 0, 0, 0);

        PartitionMeters(PartitionId partition) {
            Tags tags = Tags.of("topic", partition.topic(), "partition", Integer.toString(partition.partition()));
            lastCommit = clock.monotonicMillis();
            records = counter("millrace.sink.records.read", "Records read from Kafka, those read again included", tags);
            rows = counter("millrace.sink.committed.records", "Records in committed files", tags);
            files = counter("millrace.sink.committed.files", "Committed files", tags);
            bytes = counter("millrace.sink.committed.bytes", "Length of committed files", tags);
            deadLetters = counter(
                    "millrace.sink.dead.letters", "Records that went to the dead-letter topic, committed", tags);
            skipped = counter("millrace.sink.skipped", "Bad records dropped, committed", tags);
            tombstones =
                    counter("millrace.sink.skipped.tombstones", "Records without a value left out, committed", tags);
            fenced = counter("millrace.sink.fenced.commits", "Commits refused because another owner took over", tags);
            retries = counter("millrace.sink.retries", "Failures of HDFS or Kafka that were tried again", tags);
            commitTime = Timer.builder("millrace.sink.commit.duration")
                    .description("Closing files, publishing the batch and moving its files")
                    .tags(tags)
                    .register(registry);
            takeoverTime = Timer.builder("millrace.sink.takeover.duration")
                    .description("Taking over a partition: claim, roll forward, clean up")
                    .tags(tags)
                    .register(registry);
            gauge(
                    "millrace.sink.commit.age.seconds",
                    "Time since the last commit, 0 if nothing waits",
                    tags,
                    m -> m.age());
        }

        private Counter counter(String name, String description, Tags tags) {
            return Counter.builder(name).description(description).tags(tags).register(registry);
        }

        private void gauge(
                String name,
                String description,
                Tags tags,
                java.util.function.ToDoubleFunction<PartitionMeters> value) {
            Gauge.builder(name, this, value).description(description).tags(tags).register(registry);
        }

        private double age() {
            return held && nextOffset > committedOffset ? (clock.monotonicMillis() - lastCommit) / 1000.0 : 0;
        }

        private synchronized void beginAt(long offset) {
            committedOffset = offset;
            nextOffset = offset;
            held = true;
            total = new Committed(
                    offset,
                    total.batches(),
                    total.files(),
                    total.rows(),
                    total.bytes(),
                    total.deadLetters(),
                    total.skipped(),
                    total.tombstones());
        }

        private synchronized void add(CommitRecord record) {
            rows.increment(record.counts().rows());
            files.increment(record.counts().files());
            bytes.increment(record.counts().bytes());
            deadLetters.increment(record.counts().deadLetters());
            skipped.increment(record.counts().skipped());
            tombstones.increment(record.counts().tombstones());
            committedOffset = record.nextOffset();
            total = new Committed(
                    record.nextOffset(),
                    total.batches() + 1,
                    total.files() + record.counts().files(),
                    total.rows() + record.counts().rows(),
                    total.bytes() + record.counts().bytes(),
                    total.deadLetters() + record.counts().deadLetters(),
                    total.skipped() + record.counts().skipped(),
                    total.tombstones() + record.counts().tombstones());
        }

        private synchronized Committed committed() {
            return total;
        }
    }
}
