package io.millrace.consumer.engine;

import io.millrace.consumer.rules.RecordKind;

/**
 * The newest event time that a partition has shown, for each kind of record. Immutable.
 *
 * @param readingMillis newest reading; {@link #UNKNOWN} before the first
 * @param weatherMillis newest weather report; {@link #UNKNOWN} before the first
 */
public record EventClock(long readingMillis, long weatherMillis) {

    /** Stands for "no record yet". Stored as it is. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Before the first record. */
    public static final EventClock START = new EventClock(UNKNOWN, UNKNOWN);

    /** The newest time of a kind. */
    public long of(RecordKind kind) {
        return kind == RecordKind.READING ? readingMillis : weatherMillis;
    }

    /** The clock after a record of this kind and time. */
    public EventClock after(RecordKind kind, long millis) {
        if (millis <= of(kind)) {
            return this;
        }
        return kind == RecordKind.READING
                ? new EventClock(millis, weatherMillis)
                : new EventClock(readingMillis, millis);
    }
}
