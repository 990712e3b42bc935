package io.millrace.consumer.rules;

import java.util.Optional;
import java.util.Set;

/**
 * A compiled condition with what is known about it beforehand.
 *
 * @param condition the test itself
 * @param types the only reading types for which it can hold; empty if any
 * @param <F> what it speaks about
 */
public record Filter<F>(Condition<F> condition, Optional<Set<String>> types) {

    /** Lets everything through. */
    static <F> Filter<F> everything() {
        return new Filter<>(facts -> true, Optional.empty());
    }
}
