package io.millrace.consumer.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.consumer.engine.Alert;
import io.millrace.consumer.engine.PartitionBatch;
import io.millrace.consumer.rules.Rule;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.stream.kafka.PartitionLags;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts of one run: as meters for monitoring and as plain numbers for the report. Told by one thread, but for what the lags
 * are told.
 */
public final class AlertsMetrics {

    private final MeterRegistry registry;
    private final Map<String, Counter> alerts = new HashMap<>();
    private final Map<String, Counter> ruleErrors = new HashMap<>();
    private final Map<String, Counter> late = new HashMap<>();
    private final PartitionLags lags;
    private final Map<String, Long> alertsByRule = new TreeMap<>();
    private final Counter records;
    private final Counter deadLetters;
    private final Counter published;
    private final Counter missed;
    private final Timer evaluation;
    private final Timer storing;
    private final Timer latency;
    private final AtomicLong publishedInThisRun = new AtomicLong();
    private long recordsConsumed;
    private long alertsRaised;
    private long deadLettered;

    /** Registers the meters. */
    public AlertsMetrics(MeterRegistry registry) {
        this.registry = registry;
        lags = new PartitionLags(registry);
        records = Counter.builder("millrace.consumer.records")
                .description("Records whose offsets are stored")
                .register(registry);
        deadLetters = Counter.builder("millrace.consumer.dead.letters")
                .description("Records refused with a reason")
                .register(registry);
        published = Counter.builder("millrace.consumer.outbox.published")
                .description("Alerts and dead letters published")
                .register(registry);
        missed = Counter.builder("millrace.consumer.records.missed")
                .description("Records that retention deleted before they were read")
                .register(registry);
        evaluation = Timer.builder("millrace.consumer.evaluation")
                .description("Decoding and evaluating one batch of records")
                .register(registry);
        storing = Timer.builder("millrace.consumer.store")
                .description("Storing one batch in the database")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        latency = Timer.builder("millrace.consumer.alert.latency")
                .description("From the record's Kafka timestamp to the committed alert")
                // A histogram, not percentiles: these can be added up over the processes of a group.
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    void evaluated(long nanos) {
        evaluation.record(Duration.ofNanos(nanos));
    }

    void stored(PartitionBatch batch, long nowMillis) {
        records.increment(batch.records());
        recordsConsumed += batch.records();
        deadLetters.increment(batch.rejections().size());
        deadLettered += batch.rejections().size();
        alertsRaised += batch.alerts().size();
        for (Alert alert : batch.alerts()) {
            count(alerts, "millrace.consumer.alerts", alert.rule(), 1);
            alertsByRule.merge(alert.rule(), 1L, Long::sum);
            latency.record(Duration.ofMillis(Math.max(0, nowMillis - alert.recordTimeMillis())));
        }
        batch.ruleErrors().forEach((rule, times) -> count(ruleErrors, "millrace.consumer.rule.errors", rule, times));
        batch.late().forEach((rule, times) -> count(late, "millrace.consumer.window.late", rule, times));
    }

    private void count(Map<String, Counter> counters, String name, String rule, int times) {
        counters.computeIfAbsent(
                        rule, key -> Counter.builder(name).tag("rule", key).register(registry))
                .increment(times);
    }

    void storeTook(long nanos) {
        storing.record(Duration.ofNanos(nanos));
    }

    void published(long count) {
        published.increment(count);
        publishedInThisRun.addAndGet(count);
    }

    void missed(long count) {
        missed.increment(count);
    }

    /** How far behind each partition is that is held here. */
    PartitionLags lags() {
        return lags;
    }

    /** Shows the counters of these rules from now on, at zero: a counter that appears with its first alert hides it. */
    void rules(RuleSet rules) {
        for (Rule rule : rules.rules()) {
            count(alerts, "millrace.consumer.alerts", rule.name(), 0);
            count(ruleErrors, "millrace.consumer.rule.errors", rule.name(), 0);
            if (rule instanceof Rule.Windowed) {
                count(late, "millrace.consumer.window.late", rule.name(), 0);
            }
        }
    }

    /** Records stored in this run. */
    public long recordsConsumed() {
        return recordsConsumed;
    }

    /** Alerts stored in this run. */
    public long alertsRaised() {
        return alertsRaised;
    }

    /** Alerts stored in this run, by rule. */
    public Map<String, Long> alertsByRule() {
        return Map.copyOf(alertsByRule);
    }

    /** Records refused in this run. */
    public long deadLettered() {
        return deadLettered;
    }

    /** Alerts and dead letters published in this run. */
    public long publishedInThisRun() {
        return publishedInThisRun.get();
    }
}
