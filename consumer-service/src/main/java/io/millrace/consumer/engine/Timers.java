package io.millrace.consumer.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Which state has to be judged when, for one kind of record. Each state has at most one valid timer; an entry that was
 * overtaken stays in the queue and is skipped.
 */
final class Timers {

    private record Timer(long due, String key, String rule) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byDue = Long.compare(due, other.due);
            int byKey = byDue != 0 ? byDue : key.compareTo(other.key);
            return byKey != 0 ? byKey : rule.compareTo(other.rule);
        }
    }

    private record Slot(String key, String rule) {}

    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private final Map<Slot, Long> scheduled = new HashMap<>();

    /** Makes sure that the state is looked at no later than when it falls due. */
    void watch(String key, RuleState state) {
        long due = state.due();
        if (due == RuleState.NEVER) {
            return;
        }
        Slot slot = new Slot(key, state.rule().name());
        Long earlier = scheduled.get(slot);
        if (earlier == null || due < earlier) {
            scheduled.put(slot, due);
            queue.add(new Timer(due, key, slot.rule()));
        }
    }

    /** A state to look at. */
    record Call(String key, String rule) {}

    /** The next state that has fallen due at this event time; null if none. It must be watched again afterwards. */
    Call next(long clock) {
        while (!queue.isEmpty() && queue.peek().due() <= clock) {
            Timer timer = queue.poll();
            Slot slot = new Slot(timer.key(), timer.rule());
            Long due = scheduled.get(slot);
            if (due != null && due == timer.due()) {
                scheduled.remove(slot);
                return new Call(timer.key(), timer.rule());
            }
        }
        return null;
    }
}
