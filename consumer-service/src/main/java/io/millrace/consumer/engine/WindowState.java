package io.millrace.consumer.engine;

import io.millrace.consumer.rules.EvaluationException;
import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.Rule;
import io.millrace.consumer.rules.WindowFacts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The open windows of one key, oldest first. A window is judged once and then forgotten. */
final class WindowState implements RuleState {

    private final Rule.Window rule;
    private final long size;
    private final long every;
    private final long lateness;
    private final TreeMap<Long, Accumulator> open = new TreeMap<>();

    WindowState(Rule.Window rule) {
        this.rule = rule;
        this.size = rule.size().toMillis();
        this.every = rule.every().toMillis();
        this.lateness = rule.lateness().toMillis();
    }

    @Override
    public Rule.Windowed rule() {
        return rule;
    }

    @Override
    public boolean add(Event event, long clock) {
        long time = event.timeMillis();
        boolean counted = false;
        for (long start = Math.floorDiv(time, every) * every; start + size > time; start -= every) {
            if (start + size + lateness > clock) {
                open.computeIfAbsent(start, at -> new Accumulator()).add(event.value(), time);
                counted = true;
            }
        }
        return counted;
    }

    @Override
    public long due() {
        return open.isEmpty() ? NEVER : open.firstKey() + size + lateness;
    }

    @Override
    public void judge(String key, long clock, Findings findings) {
        while (due() <= clock) {
            Map.Entry<Long, Accumulator> closed = open.pollFirstEntry();
            long start = closed.getKey();
            WindowFacts facts = closed.getValue().facts(key, start, start + size);
            try {
                if (rule.condition().holds(facts)) {
                    requireFinite(facts);
                    findings.found(
                            rule,
                            key,
                            facts.average(),
                            start,
                            start + size,
                            rule.message().render(facts));
                }
            } catch (EvaluationException e) {
                findings.failed(rule, e);
            }
        }
    }

    /** Readings are finite, their sum need not be; no database stores an infinite value, at this try or at any later one. */
    private static void requireFinite(WindowFacts facts) throws EvaluationException {
        if (!Double.isFinite(facts.average())) {
            throw new EvaluationException(
                    "the average of " + facts.count() + " values is " + facts.average() + ", must be finite", null);
        }
    }

    @Override
    public boolean isEmpty() {
        return open.isEmpty();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(open.size());
        for (Map.Entry<Long, Accumulator> window : open.entrySet()) {
            out.writeLong(window.getKey());
            window.getValue().write(out);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        int windows = in.readInt();
        for (int i = 0; i < windows; i++) {
            long start = in.readLong();
            Accumulator accumulator = new Accumulator();
            accumulator.read(in);
            open.put(start, accumulator);
        }
    }

    /** The running figures of one window. Sums are added in the order of arrival, so that a restart changes no bit. */
    private static final class Accumulator {
        private long count;
        private double sum;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double first;
        private long firstMillis = Long.MAX_VALUE;
        private double last;
        private long lastMillis = Long.MIN_VALUE;

        void add(double value, long time) {
            count++;
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
            if (time < firstMillis) {
                first = value;
                firstMillis = time;
            }
            if (time >= lastMillis) {
                last = value;
                lastMillis = time;
            }
        }

        WindowFacts facts(String key, long start, long end) {
            return new WindowFacts(key, start, end, count, sum, min, max, first, firstMillis, last, lastMillis);
        }

        void write(DataOutput out) throws IOException {
            out.writeLong(count);
            out.writeDouble(sum);
            out.writeDouble(min);
            out.writeDouble(max);
            out.writeDouble(first);
            out.writeLong(firstMillis);
            out.writeDouble(last);
            out.writeLong(lastMillis);
        }

        void read(DataInput in) throws IOException {
            count = in.readLong();
            sum = in.readDouble();
            min = in.readDouble();
            max = in.readDouble();
            first = in.readDouble();
            firstMillis = in.readLong();
            last = in.readDouble();
            lastMillis = in.readLong();
        }
    }
}
