package io.millrace.sink.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.sink.done.Look;
import io.millrace.sink.done.MarkEvents;
import io.millrace.stream.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Meters of marks, each with the tag topic, and the lines in the log that go with them. Thread-safe. */
public final class MarkMetrics implements MarkEvents {
    private final MeterRegistry registry;
    private final Clock clock;
    private final Logger log;
    private final OncePerMinute<String> lateLines;
    private final Map<String, Meters> topics = new ConcurrentHashMap<>();

    public MarkMetrics(MeterRegistry registry, Clock clock, Logger log) {
        this.registry = registry;
        this.clock = clock;
        this.log = log;
        this.lateLines = new OncePerMinute<>(clock);
    }

    @Override
    public void watched(String topic) {
        meters(topic);
    }

    @Override
    public void looked(String topic, Look look) {
        Meters meters = meters(topic);
        meters.marks.increment(look.marks());
        if (!look.before().equals(meters.before)) {
            meters.before = look.before();
            log.info("Folders are done: topic={} up_to={} marks={}", topic, look.before(), look.marks());
        }
        if (look.late() > 0) {
            meters.late.increment(look.late());
            OptionalLong since = lateLines.tell(topic, look.late());
            since.ifPresent(more -> log.warn(
                    "Records came late, into folders that are done: topic={} records={} folder={}{}",
                    topic,
                    look.late(),
                    look.lateFolder(),
                    more == 0 ? "" : " (and " + more + " more since the last such line)"));
        }
    }

    @Override
    public void complete(String topic) {
        meters(topic).complete = clock.monotonicMillis();
    }

    private Meters meters(String topic) {
        return topics.computeIfAbsent(topic, Meters::new);
    }

    private final class Meters {
        final Counter marks;
        final Counter late;
        volatile Instant before = Instant.MIN;
        volatile long complete = clock.monotonicMillis();

        Meters(String topic) {
            marks = counter("millrace.sink.done.marks", "Marks set in folders that are done", topic);
            late = counter("millrace.sink.done.late.records", "Records that came into folders that were done", topic);
            Gauge.builder("millrace.sink.done.behind", this, Meters::behind)
                    .baseUnit("seconds")
                    .description("Time since the moment before which all folders are done; NaN while none is")
                    .tag("topic", topic)
                    .register(registry);
            Gauge.builder("millrace.sink.done.age", this, meters -> (clock.monotonicMillis() - meters.complete) / 1e3)
                    .baseUnit("seconds")
                    .description("Time since all that was stored was looked at for marks")
                    .tag("topic", topic)
                    .register(registry);
        }

        private double behind() {
            return before.equals(Instant.MIN) ? Double.NaN : (clock.millis() - before.toEpochMilli()) / 1e3;
        }

        private Counter counter(String name, String description, String topic) {
            return Counter.builder(name)
                    .description(description)
                    .tag("topic", topic)
                    .register(registry);
        }
    }
}
