package io.millrace.consumer.engine;

import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.Rule;
import io.millrace.consumer.rules.SilenceFacts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * When one key was heard: runs of records whose neighbours are less than the rule's time apart. The end of a run is
 * where a silence begins; it is judged when event time has passed it by that time and the lateness, and the run is then
 * forgotten. Records may come in any order within the lateness; the runs are the same.
 */
final class SilenceState implements RuleState {

    private static final class Run {
        private long end;
        private double lastValue;

        Run(long end, double lastValue) {
            this.end = end;
            this.lastValue = lastValue;
        }
    }

    private final Rule.Silence rule;
    private final long silence;
    private final long lateness;
    private final TreeMap<Long, Run> runs = new TreeMap<>();

    SilenceState(Rule.Silence rule) {
        this.rule = rule;
        this.silence = rule.silence().toMillis();
        this.lateness = rule.lateness().toMillis();
    }

    @Override
    public Rule.Windowed rule() {
        return rule;
    }

    @Override
    public boolean add(Event event, long clock) {
        long time = event.timeMillis();
        if (clock != EventClock.UNKNOWN && time < clock - lateness) {
            return false;
        }
        Map.Entry<Long, Run> before = runs.floorEntry(time);
        Map.Entry<Long, Run> after = runs.higherEntry(time);
        boolean joinsBefore = before != null && time - before.getValue().end < silence;
        boolean joinsAfter = after != null && after.getKey() - time < silence;
        if (joinsBefore) {
            Run run = before.getValue();
            if (time >= run.end) {
                run.end = time;
                run.lastValue = event.value();
            }
            if (joinsAfter) {
                run.end = after.getValue().end;
                run.lastValue = after.getValue().lastValue;
                runs.remove(after.getKey());
            }
        } else if (joinsAfter) {
            runs.remove(after.getKey());
            runs.put(time, after.getValue());
        } else {
            runs.put(time, new Run(time, event.value()));
        }
        return true;
    }

    @Override
    public long due() {
        return runs.isEmpty() ? NEVER : runs.firstEntry().getValue().end + silence + lateness;
    }

    @Override
    public void judge(String key, long clock, Findings findings) {
        while (due() <= clock) {
            Run run = runs.pollFirstEntry().getValue();
            SilenceFacts facts = new SilenceFacts(key, run.end, run.lastValue);
            findings.found(
                    rule,
                    key,
                    run.lastValue,
                    run.end,
                    run.end + silence,
                    rule.message().render(facts));
        }
    }

    @Override
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(runs.size());
        for (Map.Entry<Long, Run> run : runs.entrySet()) {
            out.writeLong(run.getKey());
            out.writeLong(run.getValue().end);
            out.writeDouble(run.getValue().lastValue);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            long start = in.readLong();
            long end = in.readLong();
            runs.put(start, new Run(end, in.readDouble()));
        }
    }
}
