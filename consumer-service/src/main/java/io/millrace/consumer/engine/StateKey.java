package io.millrace.consumer.engine;

import io.millrace.consumer.rules.RecordKind;

/**
 * What window state is kept for.
 *
 * @param kind kind of record
 * @param key device or station
 */
public record StateKey(RecordKind kind, String key) implements Comparable<StateKey> {

    @Override
    public int compareTo(StateKey other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : key.compareTo(other.key);
    }
}
