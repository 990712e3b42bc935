package io.millrace.sink.protocol;

import java.util.Collection;
import java.util.stream.LongStream;

/** The points of a matrix. Each has a world of its own, so that as many are tried at a time as there are processors. */
final class Points {
    private Points() {}

    /** What is tried at one point; it throws what is wrong. */
    interface Attempt<K> {
        void at(K kind, long n);
    }

    /** Tries every kind at every number from the first to the last, and returns how many points that were. */
    static <K> long each(Collection<K> kinds, long first, long last, Attempt<K> attempt) {
        for (K kind : kinds) {
            LongStream.rangeClosed(first, last).parallel().forEach(n -> attempt.at(kind, n));
        }
        return kinds.size() * (last - first + 1);
    }
}
