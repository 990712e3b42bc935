package io.millrace.consumer.rules;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One rule, compiled. */
public sealed interface Rule {

    /** Unique name within the file; part of every alert's identity. */
    String name();

    /** How bad its alerts are. */
    Severity severity();

    /** The kind of record that it looks at. */
    RecordKind kind();

    /** What has to hold for a record to be looked at at all. */
    Filter<Event> where();

    /** The only reading types that can matter to this rule; empty if any may. */
    default Optional<Set<String>> types() {
        return where().types();
    }

    /** A rule about single records: each record for which {@code where} holds raises an alert. */
    record Each(String name, Severity severity, RecordKind kind, Filter<Event> where, MessageTemplate<Event> message)
            implements Rule {}

    /** A rule with memory: it looks at what one key did over event time. */
    sealed interface Windowed extends Rule {

        /** How late, in event time behind the newest seen in the partition, a record may come and still count. */
        Duration lateness();

        /** Changes whenever kept state of an older version of this rule could not be carried on. */
        String fingerprint();
    }

    /**
     * A rule over windows of equal length, each judged once when event time has passed its end by the lateness.
     *
     * @param size length of a window
     * @param every distance between the starts of windows; equal to {@code size} for windows that do not overlap
     * @param condition what has to hold for the closed window
     */
    record Window(
            String name,
            Severity severity,
            RecordKind kind,
            Filter<Event> where,
            Duration size,
            Duration every,
            Duration lateness,
            Condition<WindowFacts> condition,
            MessageTemplate<WindowFacts> message,
            String fingerprint)
            implements Windowed {}

    /**
     * A rule that notices when a key that was heard before says nothing for some time.
     *
     * @param silence how long, in event time
     */
    record Silence(
            String name,
            Severity severity,
            RecordKind kind,
            Filter<Event> where,
            Duration silence,
            Duration lateness,
            MessageTemplate<SilenceFacts> message,
            String fingerprint)
            implements Windowed {}
}
