package io.millrace.consumer.engine;

import io.millrace.consumer.rules.EvaluationException;
import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.consumer.rules.Rule;
import io.millrace.consumer.rules.RuleSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All window state of one partition: feeds it, lets event time pass, and knows what has changed. Not thread-safe. */
final class Windows {

    /** Hears of values that did not count. */
    interface Notes extends RuleState.Findings {
        void late(Rule.Windowed rule);
    }

    private final Map<RecordKind, Map<String, KeyState>> keys = new EnumMap<>(RecordKind.class);
    private final Map<RecordKind, Timers> timers = new EnumMap<>(RecordKind.class);
    private final Set<StateKey> changed = new TreeSet<>();
    private Map<String, Rule.Windowed> byName;
    private RuleSet rules;
    private EventClock clock;

    Windows(RuleSet rules, EventClock clock, Map<StateKey, byte[]> stored) {
        this.clock = clock;
        for (RecordKind kind : RecordKind.values()) {
            keys.put(kind, new HashMap<>());
        }
        take(rules, stored);
    }

    EventClock clock() {
        return clock;
    }

    /** Goes on with other rules; what the new ones cannot use of the old state is forgotten. */
    void useRules(RuleSet newRules) {
        Map<StateKey, byte[]> all = new HashMap<>();
        keys.values()
                .forEach(byKey -> byKey.values().forEach(state -> {
                    changed.add(state.key());
                    byte[] bytes = state.bytes();
                    if (bytes != null) {
                        all.put(state.key(), bytes);
                    }
                }));
        keys.values().forEach(Map::clear);
        take(newRules, all);
    }

    private void take(RuleSet newRules, Map<StateKey, byte[]> stored) {
        rules = newRules;
        byName = newRules.windowed().stream().collect(Collectors.toMap(Rule::name, Function.identity()));
        for (RecordKind kind : RecordKind.values()) {
            timers.put(kind, new Timers());
        }
        stored.forEach((key, bytes) -> {
            KeyState state = KeyState.read(key, bytes, byName);
            if (!state.isEmpty()) {
                keys.get(key.kind()).put(key.key(), state);
                state.states().forEach(one -> timers.get(key.kind()).watch(key.key(), one));
            }
        });
    }

    /**
     * Shows a record to the rules with memory, then lets event time pass up to it.
     *
     * @param credible false if the record's time is too far ahead to be believed; it then counts nowhere
     */
    void add(Event event, boolean credible, Notes notes) {
        List<Rule.Windowed> candidates = rules.windowedFor(event);
        long before = clock.of(event.kind());
        for (int i = 0; i < candidates.size(); i++) {
            Rule.Windowed rule = candidates.get(i);
            try {
                if (rule.where().condition().holds(event)) {
                    if (credible) {
                        add(rule, event, before, notes);
                    } else {
                        notes.late(rule);
                    }
                }
            } catch (EvaluationException e) {
                notes.failed(rule, e);
            }
        }
        if (credible && event.timeMillis() > before) {
            clock = clock.after(event.kind(), event.timeMillis());
            judge(event.kind(), event.timeMillis(), notes);
        }
    }

    private void add(Rule.Windowed rule, Event event, long before, Notes notes) {
        KeyState key = keys.get(event.kind())
                .computeIfAbsent(event.key(), name -> new KeyState(new StateKey(event.kind(), name)));
        RuleState state = key.of(rule);
        if (state.add(event, before)) {
            changed.add(key.key());
            timers.get(event.kind()).watch(event.key(), state);
        } else {
            notes.late(rule);
        }
    }

    private void judge(RecordKind kind, long now, Notes notes) {
        Timers due = timers.get(kind);
        for (Timers.Call call = due.next(now); call != null; call = due.next(now)) {
            KeyState key = keys.get(kind).get(call.key());
            Rule.Windowed rule = byName.get(call.rule());
            if (key != null && rule != null) {
                RuleState state = key.of(rule);
                state.judge(call.key(), now, notes);
                due.watch(call.key(), state);
                changed.add(key.key());
            }
        }
    }

    /** The keys that changed since the last call, with their state as bytes, or null for those to forget. */
    Map<StateKey, byte[]> takeChanges() {
        Map<StateKey, byte[]> changes = new LinkedHashMap<>();
        for (StateKey key : changed) {
            KeyState state = keys.get(key.kind()).get(key.key());
            byte[] bytes = state == null ? null : state.bytes();
            if (bytes == null) {
                keys.get(key.kind()).remove(key.key());
            }
            changes.put(key, bytes);
        }
        changed.clear();
        return changes;
    }
}
