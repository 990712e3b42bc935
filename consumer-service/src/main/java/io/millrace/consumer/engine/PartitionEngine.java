package io.millrace.consumer.engine;

import io.millrace.consumer.rules.EvaluationException;
import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.Rule;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the rules over the records of one partition, in the order of their offsets. Not thread-safe.
 *
 * <p>The state in memory runs ahead of what is stored by the batch that was returned last. A batch that turns out not to
 * be storable (because somebody else owns the partition now) must be thrown away together with this engine.
 */
public final class PartitionEngine {

    private final PartitionId partition;
    private final EventReader reader;
    private final Duration mostAhead;
    private final AlertIds ids;
    private final Windows windows;
    private RuleSet rules;

    /**
     * Starts from what was stored.
     *
     * @param topicId the topic's own id
     * @param partition which partition
     * @param reader decodes and validates
     * @param rules what to look for
     * @param mostAhead how far a record's event time may run ahead of its Kafka timestamp and still move the clock of
     *     the windows; one device with a wrong clock would otherwise make everybody else late
     * @param clock stored with the last batch
     * @param stored window state, by key
     */
    public PartitionEngine(
            String topicId,
            PartitionId partition,
            EventReader reader,
            RuleSet rules,
            Duration mostAhead,
            EventClock clock,
            Map<StateKey, byte[]> stored) {
        this.partition = partition;
        this.reader = reader;
        this.rules = rules;
        this.mostAhead = mostAhead;
        this.ids = new AlertIds(topicId, partition);
        this.windows = new Windows(rules, clock, stored);
    }

    /** Uses these rules from the next batch on. Windows of rules that did not change go on. */
    public void useRules(RuleSet newRules) {
        rules = newRules;
        windows.useRules(newRules);
    }

    /**
     * Runs the rules over the next records of the partition.
     *
     * @throws TryLaterException if nobody can say now what one of them is; this engine has seen others of them by then, and must be
     *     thrown away
     */
    public PartitionBatch process(List<HeldRecord> records, long nextOffset) throws TryLaterException {
        Run run = new Run();
        for (HeldRecord source : records) {
            try {
                Event event = reader.read(source);
                run.at(source);
                each(event, run);
                // Not the sum with the timestamp: that may be any number, and the sum beyond the largest.
                boolean credible = event.timeMillis() - mostAhead.toMillis() <= source.timestampMillis();
                windows.add(event, credible, run);
            } catch (RejectedException e) {
                run.rejections.add(new Rejection(source, e.getMessage()));
            }
        }
        return new PartitionBatch(
                partition,
                nextOffset,
                records.size(),
                List.copyOf(run.alerts),
                List.copyOf(run.rejections),
                windows.clock(),
                windows.takeChanges(),
                Map.copyOf(run.errors),
                Map.copyOf(run.late));
    }

    private void each(Event event, Run run) {
        List<Rule.Each> candidates = rules.eachFor(event);
        // By index: an iterator per record is garbage that this loop can do without.
        for (int i = 0; i < candidates.size(); i++) {
            Rule.Each rule = candidates.get(i);
            try {
                if (rule.where().condition().holds(event)) {
                    run.found(rule, event);
                }
            } catch (EvaluationException e) {
                run.errors.merge(rule.name(), 1, Integer::sum);
            }
        }
    }

    /** Collects what one batch gives. */
    private final class Run implements RuleState.Findings, Windows.Notes {
        private final List<Alert> alerts = new ArrayList<>();
        private final List<Rejection> rejections = new ArrayList<>();
        private final Map<String, Integer> errors = new HashMap<>();
        private final Map<String, Integer> late = new HashMap<>();
        private HeldRecord source;

        void at(HeldRecord current) {
            source = current;
        }

        void found(Rule.Each rule, Event event) {
            alerts.add(new Alert(
                    ids.forRecord(rule.name(), source.offset()),
                    rule.name(),
                    rule.severity(),
                    rule.message().render(event),
                    event.kind(),
                    event.key(),
                    event.type(),
                    event.value(),
                    event.unit(),
                    event.timeMillis(),
                    partition,
                    source.offset(),
                    EventReader.storable(source.timestampMillis())));
        }

        @Override
        public void found(
                Rule.Windowed rule, String key, double value, long identityMillis, long eventMillis, String message) {
            alerts.add(new Alert(
                    ids.forTime(rule.name(), key, identityMillis),
                    rule.name(),
                    rule.severity(),
                    message,
                    rule.kind(),
                    key,
                    "",
                    value,
                    "",
                    EventReader.storable(eventMillis),
                    partition,
                    source.offset(),
                    EventReader.storable(source.timestampMillis())));
        }

        @Override
        public void failed(Rule.Windowed rule, EvaluationException failure) {
            errors.merge(rule.name(), 1, Integer::sum);
        }

        @Override
        public void late(Rule.Windowed rule) {
            late.merge(rule.name(), 1, Integer::sum);
        }
    }
}
