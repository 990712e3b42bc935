package io.millrace.consumer.engine;

import io.millrace.consumer.rules.EvaluationException;
import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.Rule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What one windowed rule remembers about one key. */
sealed interface RuleState permits WindowState, SilenceState {

    /** Stands for "nothing to judge". */
    long NEVER = Long.MAX_VALUE;

    /** Hears of what a rule found or could not evaluate. */
    interface Findings {

        /** The rule holds: the value to store, when it happened, and the text. */
        void found(Rule.Windowed rule, String key, double value, long identityMillis, long eventMillis, String message);

        /** The rule's expression failed. */
        void failed(Rule.Windowed rule, EvaluationException failure);
    }

    /** The rule that this is the memory of. */
    Rule.Windowed rule();

    /**
     * Takes a value in.
     *
     * @param clock newest event time before this record, or {@link EventClock#UNKNOWN}
     * @return false if it came too late to count
     */
    boolean add(Event event, long clock);

    /** The event time at which the next judgement falls due, or {@link #NEVER}. */
    long due();

    /** Judges all that has fallen due when event time has reached {@code clock}. */
    void judge(String key, long clock, Findings findings);

    /** True if nothing is remembered, so that the state may be forgotten. */
    boolean isEmpty();

    /** Writes what {@link #read} understands. */
    void write(DataOutput out) throws IOException;

    /** Takes over what an earlier state wrote. */
    void read(DataInput in) throws IOException;

    /** An empty memory for the rule. */
    static RuleState of(Rule.Windowed rule) {
        if (rule instanceof Rule.Window window) {
            return new WindowState(window);
        }
        return new SilenceState((Rule.Silence) rule);
    }
}
