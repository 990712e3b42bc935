package io.millrace.producer.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.producer.kafka.Delivered;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.runtime.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what became durable, for the report, the log and the metrics. Thread-safe. */
final class Tally {
    private static final Logger log = LoggerFactory.getLogger(Tally.class);

    private final Instant started = Instant.now();
    private Instant deliveryStarted = started;
    private final Map<String, LongAdder> records = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> bytes = new ConcurrentSkipListMap<>();
    private final LongAdder refused = new LongAdder();

    /** Counts here and in the metrics. */
    Delivered counting(MeterRegistry registry, String topic) {
        Counter recordsMeter = Counter.builder("millrace.producer.records")
                .description("Records that are durable in the topic")
                .tag("topic", topic)
                .register(registry);
        Counter bytesMeter = Counter.builder("millrace.producer.value.bytes")
                .description("Bytes of their values")
                .tag("topic", topic)
                .register(registry);
        Counter refusedMeter = Counter.builder("millrace.producer.dead.letters")
                .description("Dead letters")
                .tag("topic", topic)
                .register(registry);
        LongAdder topicRecords = records.computeIfAbsent(topic, unused -> new LongAdder());
        LongAdder topicBytes = bytes.computeIfAbsent(topic, unused -> new LongAdder());
        return (name, moreRecords, moreBytes, moreRefused) -> {
            topicRecords.add(moreRecords);
            topicBytes.add(moreBytes);
            refused.add(moreRefused);
            recordsMeter.increment(moreRecords);
            bytesMeter.increment(moreBytes);
            refusedMeter.increment(moreRefused);
        };
    }

    /** Topics are there and Kafka answers: from now on time is spent on records. */
    void deliveryStarts() {
        deliveryStarted = Instant.now();
    }

    /**
     * Writes the report, if one is asked for, and the log's last line.
     *
     * @param topics names of the topics, with commas between them
     */
    void write(Optional<Path> report, String command, String source, String topics) {
        for (String topic : topics.split(",")) {
            records.computeIfAbsent(topic, unused -> new LongAdder());
            bytes.computeIfAbsent(topic, unused -> new LongAdder());
        }
        Duration took = Duration.between(started, Instant.now());
        Duration delivery = Duration.between(deliveryStarted, Instant.now());
        log.info(
                "Ended: source={} topic={} records={} value_bytes={} dead_letters={} seconds={}",
                source,
                topics,
                total(records),
                total(bytes),
                refused.sum(),
                took.toMillis() / 1000.0);
        report.ifPresent(file -> new RunReport()
                .put("service", ProducerDefaults.SERVICE)
                .put("command", command)
                .put("source", source)
                .put("records", sums(records))
                .put("value_bytes", sums(bytes))
                .put("dead_letters", refused.sum())
                .put("started", started.toString())
                .put("seconds", took.toMillis() / 1000.0)
                .put("delivery_seconds", delivery.toMillis() / 1000.0)
                .write(file));
    }

    private static long total(Map<String, LongAdder> counts) {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((topic, count) -> sums.put(topic, count.sum()));
        return sums;
    }
}
