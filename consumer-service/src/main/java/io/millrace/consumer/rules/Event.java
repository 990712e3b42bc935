package io.millrace.consumer.rules;

import java.time.Instant;
import java.util.Objects;

/**
 * One validated record in the form in which rules and windows see it.
 *
 * @param kind which kind of record this was
 * @param key the device or station that the record is about; windows are kept per key
 * @param type the reading's type such as {@code temperature}; empty for weather
 * @param value the measured value; degrees Celsius for weather; always finite
 * @param unit the reading's unit; empty for weather
 * @param timeMillis event time, milliseconds since 1970-01-01T00:00:00Z
 * @param anomaly the reading's own anomaly mark; false for weather
 */
public record Event(
        RecordKind kind, String key, String type, double value, String unit, long timeMillis, boolean anomaly) {

    /** Checks that nothing is absent, and makes minus zero a zero: libraries disagree on how the two compare. */
    public Event {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unit, "unit");
        value = value + 0.0;
    }

    /** Event time as an instant. */
    public Instant time() {
        return Instant.ofEpochMilli(timeMillis);
    }
}
